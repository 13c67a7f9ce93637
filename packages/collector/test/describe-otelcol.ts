// A describe block around a real Collector, skipped by name where the machine has none.
import { execFileSync } from 'node:child_process';
import { describe } from 'vitest';
import { parse } from 'yaml';
import { findOtelcol } from '../src/validators/find-otelcol.ts';

/** `concurrent`: its tests run at once, as they wait for most of their time. */
export function describeOtelcol(name: string, run: (binary: string) => void, concurrent = false): void {
  const binary = findOtelcol();
  const reason = binary === undefined ? ' (skipped: no Collector binary; PLINTH_OTELCOL names one)' : '';
  describe.skipIf(binary === undefined)(`${name}${reason}`, { concurrent, timeout: 30_000 }, () => {
    run(binary ?? '');
  });
}

/** Why tests of the Elasticsearch exporter are skipped; undefined where the binary has it. */
export function explainMissingElasticsearch(binary: string): string | undefined {
  // The body of a block that is skipped is read all the same.
  if (binary === '') return 'skipped: no Collector binary';
  const { exporters } = parse(execFileSync(binary, ['components'], { encoding: 'utf8' })) as { exporters: readonly { name: string }[] };
  if (exporters.some(({ name }) => name === 'elasticsearch')) return undefined;
  return 'skipped: the Collector has no Elasticsearch exporter, whose module cannot be built from the Go proxy; PLINTH_OTELCOL names one that has, as otelcol-contrib';
}
