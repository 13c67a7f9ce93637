// A logger for tests whose lines are kept.
import { createRedaction } from '../../redaction/redact.ts';
import type { Destination } from '../destination.ts';
import type { PlinthLogger, PlinthLoggerOptions } from '../logger-options.ts';
import { createLogger } from '../logger.ts';

export interface KeptLine {
  readonly text: string;
  readonly level: string;
  readonly urgent: boolean;
}

export interface TestLogger {
  readonly logger: PlinthLogger;
  readonly lines: KeptLine[];
  /** Every line as data; fails when one is no JSON. */
  readonly records: () => Record<string, unknown>[];
  readonly last: () => Record<string, unknown>;
  readonly faults: { readonly kind: string; readonly error: unknown }[];
}

export const noon = Date.UTC(2026, 0, 2, 12, 0, 0, 7);

export function createTestLogger(options: Partial<PlinthLoggerOptions> = {}): TestLogger {
  const lines: KeptLine[] = [];
  const faults: { kind: string; error: unknown }[] = [];
  const destination: Destination = {
    write: (text, level, urgent) => void lines.push({ text, level, urgent }),
    flush: () => Promise.resolve(),
    flushSync: () => true,
    stats: () => ({ accepted: 0, written: lines.length, dropped: { buffer_full: 0, write_failed: 0 }, buffered: 0, waitedMs: 0 }),
    setDropReport() {},
  };
  const logger = createLogger({
    level: 'info',
    destination,
    redaction: createRedaction({ allowKeys: [] }),
    resource: { 'service.name': 'payments' },
    contextFragment: () => '',
    onError: (kind, error) => void faults.push({ kind, error }),
    now: () => noon,
    ...options,
  });
  const records = (): Record<string, unknown>[] => lines.map(({ text }) => JSON.parse(text) as Record<string, unknown>);
  return { logger, lines, faults, records, last: () => records().at(-1) ?? {} };
}
