// The sample in the README keeps the promise that it shows: one trace, one span, and nothing personal.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logFields } from '@plinth/catalog';
import { expect, test } from 'vitest';

const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
const sample = readme.slice(readme.indexOf('## What comes out'), readme.indexOf('## In your service'));
const [trace = '', line = '', metrics = ''] = [...sample.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, block]) => block);
const fields = JSON.parse(line) as Readonly<Record<string, unknown>>;

test('trace, log line and exemplars have one trace id and one span id', () => {
  const ids = { trace_id: fields['trace_id'], span_id: fields['span_id'] };
  expect(trace).toContain(`trace ${String(ids.trace_id)}\n`);
  expect(trace).toContain(`span ${String(ids.span_id)}\n`);
  const exemplars = [...metrics.matchAll(/# \{trace_id="(\w+)",span_id="(\w+)"\}/g)].map(([, traceId, spanId]) => ({
    trace_id: traceId,
    span_id: spanId,
  }));
  expect(exemplars).toEqual([ids, ids]);
});

test('the log line has standard fields in their order, then those of its event, and no personal data', () => {
  const standard = Object.keys(fields).slice(0, Object.keys(fields).indexOf('event'));
  const order = Object.values(logFields) as readonly string[];
  expect(standard.map((name) => order.indexOf(name))).toEqual(standard.map((name) => order.indexOf(name)).toSorted((a, b) => a - b));
  expect(standard.filter((name) => !order.includes(name))).toEqual([]);
  expect(line).toContain('"customer_email": "[REDACTED:personal]"');
  expect(line).not.toMatch(/@/);
});
