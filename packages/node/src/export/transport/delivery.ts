// Requests on their way to a Collector: one at a time, sent again after a pause that grows while it is down.
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { SendResult, Transport } from './transport.ts';

/** What the outside gives: a clock, a timer that keeps no process alive, one that does, and chance. */
export interface DeliveryClock {
  now(): number;
  /** Calls back later, without keeping the process alive; returns what cancels it. */
  schedule(callback: () => void, delayMs: number): () => void;
  random(): number;
}

export interface DeliveryOptions {
  readonly transport: Transport;
  /** Milliseconds for one attempt. */
  readonly timeoutMs: number;
  readonly clock: DeliveryClock;
  /** Told when the Collector stops taking requests, and of each further failure. */
  readonly onFailure: (reason: string) => void;
  /** Told of the first success after failures. */
  readonly onRecovery: () => void;
}

const firstPauseMs = 500;
const longestPauseMs = 30_000;
const firstPauseInFlushMs = 50;
/** A Collector that cannot be reached is given up sooner than one that answers that it is busy. */
const mostUnreachedInFlush = 4;

export interface Delivery {
  /** Sends until it is taken or refused. Undefined where a flush gave up on it: it may be sent again later. */
  send(body: Uint8Array): Promise<Exclude<SendResult, { outcome: 'retry' }> | undefined>;
  /** From now on pauses are short, and after `deadlineMs` nothing more is tried. */
  startFlush(deadlineMs: number): void;
  endFlush(): void;
  /** Attempts that failed since the last success. */
  readonly failures: number;
}

const suppressed = suppressTracing(ROOT_CONTEXT);

export function createDelivery({ transport, timeoutMs, clock, onFailure, onRecovery }: DeliveryOptions): Delivery {
  let failures = 0;
  let unreachedInFlush = 0;
  let flushEnd: number | undefined;
  /** Ends the pause that is being waited. */
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

  /** Exponential with equal jitter: services that lost the same Collector must not come back in step. */
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
  };
}
