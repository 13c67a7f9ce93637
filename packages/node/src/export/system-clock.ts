import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import type { DeliveryClock } from './transport/delivery.ts';

export const systemClock: DeliveryClock = {
  now: () => performance.now(),
  schedule(callback, delayMs) {
    // The timer must not run in the context of the request that happened to fill the queue: it is not that request's work.
    const timer = context.with(ROOT_CONTEXT, () => setTimeout(callback, delayMs));
    timer.unref();
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
