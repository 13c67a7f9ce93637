import { decodeExportRequest } from '@plinth/otlp';
import type { Signal } from '@plinth/otlp';
import { expect, it } from 'vitest';
import { buildItems } from './item.ts';
import { suiteSchema } from './schema.ts';
import { buildTelemetry } from './telemetry.ts';

function fieldsOf(signal: Signal, given: unknown): unknown {
  const [test] = suiteSchema.parse({ config: 'c', tests: [{ name: 'n', given, expect: [{}] }] }).tests;
  if (test === undefined) throw new Error('no test');
  const [body] = buildTelemetry(test.given, 'n', Date.UTC(2026, 10, 25));
  return buildItems(signal, decodeExportRequest(signal, 'json', Buffer.from(body?.json ?? ''))).map(({ fields }) => fields);
}

it('a log record says when it was written and, where it has one, in which trace', () => {
  const about = { severity: 'info', severity_number: 9, time: '2026-11-25T00:00:00.000Z' };
  expect(fieldsOf('logs', { logs: [{ body: 'in none' }, { body: 'in one', trace: 't' }] })).toEqual([
    { ...about, body: 'in none' },
    expect.objectContaining({ ...about, body: 'in one', trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) as string }),
  ]);
});

it('a data point says its value, or its bounds, and its temporality', () => {
  const given = [
    { name: 'orders', type: 'sum', temporality: 'delta', value: 3 },
    { name: 'duration', type: 'histogram', unit: 's', bounds: [0.1, 1] },
    { name: 'load' },
  ];
  expect(fieldsOf('metrics', { metrics: given })).toEqual([
    { name: 'orders', type: 'sum', unit: '', temporality: 'delta', value: 3, exemplars: 0 },
    { name: 'duration', type: 'histogram', unit: 's', temporality: 'cumulative', bounds: '0.1 1', exemplars: 0 },
    { name: 'load', type: 'gauge', unit: '', value: 1, exemplars: 0 },
  ]);
});
