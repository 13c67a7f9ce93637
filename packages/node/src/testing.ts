// The telemetry of one test in memory: what it logged, traced, counted and emitted. Nothing of other tests is in it.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { context, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { useRuntime } from './detached.ts';
import { createRecorder, type CapturedTelemetry, type Recorder } from './testing/captured-telemetry.ts';
import type { TelemetryMatchers } from './testing/matchers.ts';

export type { CapturedEvent, CapturedLog, CapturedSpan, CapturedTelemetry } from './testing/captured-telemetry.ts';
export { telemetryMatchers, type TelemetryMatchers } from './testing/matchers.ts';

// Types of the matchers for each test runner. A project has one of them: what the others lack is ignored. vitest 3 and 4 have a `Matchers`
// of one parameter, and take the members all the same.
/** @ts-ignore -- may be missing */
declare module 'vitest' {
  /** @ts-ignore -- has other parameters in vitest 3 and 4 */
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends TelemetryMatchers<R> {}
}

/** @ts-ignore -- may be missing: `expect` of `@jest/globals` */
declare module 'expect' {
  /** @ts-ignore -- may be missing */
  interface Matchers<R extends void | Promise<void>, T = unknown> extends TelemetryMatchers<R> {}
}

declare global {
  // The global `expect` of @types/jest.
  namespace jest {
    interface Matchers<R, T = {}> extends TelemetryMatchers<R> {}
  }
}

// A test that captures wants everything traced from its beginning, also what it makes before the capture.
useRuntime();

/** Milliseconds that a capture waits for spans that end after the test's function, as the span of the last response does. */
const settleMs = 1000;

/**
 * Runs `fn` and resolves to the telemetry that it made, also in servers of this process that it calls by HTTP. Every trace is sampled.
 * Each call has a capture of its own, so parallel tests do not see each other. Rejects when `fn` does.
 *
 * @example
 * const telemetry = await captureTelemetry(() => app.inject({ method: 'POST', url: '/orders', payload }));
 * expect(telemetry).toHaveEmitted('order.placed', { currency: 'EUR' });
 */
export async function captureTelemetry(fn: () => unknown): Promise<CapturedTelemetry> {
  const runtime = useRuntime();
  const recorder = createRecorder();
  const traceId = randomBytes(16).toString('hex');
  const spanContext = { traceId, spanId: randomBytes(8).toString('hex'), traceFlags: TraceFlags.SAMPLED };
  try {
    await runtime.captures.run(recorder, traceId, () => context.with(trace.setSpanContext(ROOT_CONTEXT, spanContext), async () => fn()));
    await settle(recorder);
  } finally {
    runtime.captures.stop(traceId);
  }
  return recorder.telemetry;
}

async function settle(recorder: Recorder): Promise<void> {
  for (let waited = 0; recorder.openSpans() > 0 && waited < settleMs; waited += 5) await sleep(5);
}
