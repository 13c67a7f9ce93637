// A describe block around a real Collector, skipped by name where the machine has none.
import { describe } from 'vitest';
import { findOtelcol } from '../src/validators/find-otelcol.ts';

/** `concurrent`: its tests run at once, as they wait for most of their time. */
export function describeOtelcol(name: string, run: (binary: string) => void, concurrent = false): void {
  const binary = findOtelcol();
  const reason = binary === undefined ? ' (skipped: no Collector binary; PLINTH_OTELCOL names one)' : '';
  describe.skipIf(binary === undefined)(`${name}${reason}`, { concurrent, timeout: 30_000 }, () => {
    run(binary ?? '');
  });
}
