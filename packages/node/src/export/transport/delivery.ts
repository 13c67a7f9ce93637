// Requests on their way to a Collector, one at a time. A request is sent again after a pause. The pause grows while the Collector is down.
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { SendResult, Transport } from './transport.ts';

/** Time and chance, which tests replace. */
export interface DeliveryClock {
  now(): number;
  /** Calls back later. It does not keep the process alive. The function that it returns cancels the call. */
  schedule(callback: () => void, delayMs: number): () => void;
  random(): number;
}

export interface DeliveryOptions {
  readonly transport: Transport;
  /** Milliseconds for one attempt. */
  readonly timeoutMs: number;
  readonly clock: DeliveryClock;
  /** Is told when the Collector stops taking requests, and of each further failure. */
  readonly onFailure: (reason: string) => void;
  /** Is told of the first success after failures. */
  readonly onRecovery: () => void;
}

const firstPauseMs = 500;
const longestPauseMs = 30_000;
const firstPauseInFlushMs = 50;
/** A flush gives up after so many attempts that reach no Collector. It waits longer for a Collector that answers that it is busy. */
const mostUnreachedInFlush = 4;

export interface Delivery {
  /** Sends until the Collector takes or refuses the request. Undefined where a flush gave up: the request may be sent again later. */
  send(body: Uint8Array): Promise<Exclude<SendResult, { outcome: 'retry' }> | undefined>;
  /** Pauses are short from now on. Nothing is tried any more after `deadlineMs`. */
  startFlush(deadlineMs: number): void;
  endFlush(): void;
  /** How many attempts have failed since the last success. */
  readonly failures: number;
  /** Whether no Collector answered the last attempt. */
  readonly isUnanswered: boolean;
}

const suppressed = suppressTracing(ROOT_CONTEXT);

export function createDelivery({ transport, timeoutMs, clock, onFailure, onRecovery }: DeliveryOptions): Delivery {
  let failures = 0;
  let isUnanswered = false;
  let unreachedInFlush = 0;
  let flushEnd: number | undefined;
  /** Ends the running pause. */
  let wake: (() => void) | undefined;

  const isGivenUp = (pauseMs: number): boolean =>
    flushEnd !== undefined && (clock.now() + pauseMs >= flushEnd || unreachedInFlush >= mostUnreachedInFlush);

  const pause = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.schedule(resolve, delayMs);
      wake = () => {
        cancel();
        resolve();
      };
    });

  async function send(body: Uint8Array): ReturnType<Delivery['send']> {
    for (;;) {
      const limit = flushEnd === undefined ? timeoutMs : Math.min(timeoutMs, flushEnd - clock.now());
      if (limit <= 0) return undefined;
      const result = await context.with(suppressed, () => transport.send(body, limit));
      isUnanswered = result.outcome === 'retry' && !result.connected;
      if (result.outcome !== 'retry') {
        if (result.outcome === 'refused') onFailure(result.reason);
        else if (failures > 0) onRecovery();
        failures = 0;
        unreachedInFlush = 0;
        return result;
      }
      failures++;
      if (!result.connected) unreachedInFlush++;
      onFailure(result.reason);
      const asked = result.retryAfterMs ?? 0;
      if (isGivenUp(Math.max(asked, backoff()))) return undefined;
      await pause(Math.max(asked, backoff()));
      if (isGivenUp(0)) return undefined;
    }
  }

  /** A pause that grows exponentially, with equal jitter: services that lost the same Collector must not come back at the same time. */
  function backoff(): number {
    const base = flushEnd === undefined ? firstPauseMs : firstPauseInFlushMs;
    const ceiling = Math.min(longestPauseMs, base * 2 ** Math.min(failures - 1, 10));
    return ceiling * (0.5 + 0.5 * clock.random());
  }

  return {
    send,
    startFlush(deadlineMs) {
      flushEnd = clock.now() + deadlineMs;
      unreachedInFlush = 0;
      wake?.();
    },
    endFlush() {
      flushEnd = undefined;
    },
    get failures() {
      return failures;
    },
    get isUnanswered() {
      return isUnanswered;
    },
  };
}
