import { defineTelemetry } from '@plinth/catalog';
import { expect, test } from 'vitest';
import { createMetricStore } from '../metrics/metric-store.ts';
import { renderExposition } from '../metrics/exposition.ts';
import { createRedaction } from '../redaction/redact.ts';
import { createTelemetry } from './telemetry.ts';

const many = Array.from({ length: 9 }, (_, index) => `v${index}`);
const store = createMetricStore({
  redaction: createRedaction({ allowKeys: [] }),
  readExemplar: () => undefined,
  onOverflow: () => {},
  onInvalid: (_metric, problem) => {
    throw new Error(problem);
  },
  onRecord: () => {},
});
const owner = 'shop';
const { events, metrics } = createTelemetry(
  defineTelemetry({
    metrics: {
      'till.scans': {
        type: 'counter',
        unit: '{scan}',
        help: 'Scans',
        owner,
        labels: { till: { values: ['a', 'b'] }, good: { values: ['yes', 'no'] } },
      },
      'till.rows': { type: 'counter', unit: '{row}', help: 'Rows', owner, labels: { row: { values: many }, column: { values: many } } },
      'till.level': { type: 'gauge', unit: '1', help: 'Level', owner, labels: { till: { values: ['a', 'b'] } } },
    },
    events: {
      'order.placed': {
        help: 'Placed',
        owner,
        fields: { currency: { type: 'string', class: 'public', values: ['EUR', 'USD'] } },
        labels: ['currency'],
      },
      'order.sent': { help: 'Sent', owner, fields: { carrier: { type: 'string', class: 'public', limit: 10 } }, labels: ['carrier'] },
    },
  }),
  { store, writeEvent: () => {}, onPublicField: () => {}, onProblem: () => {} },
);
const samples = (name: string): string[] =>
  renderExposition(store.read(), 'text')
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`));

test('a counter whose label values are known begins at zero, for each combination', () => {
  expect(samples('order_placed_total')).toEqual(['order_placed_total{currency="EUR"} 0', 'order_placed_total{currency="USD"} 0']);
  expect(samples('till_scans_total')).toHaveLength(4);
  events.emit('order.placed', { currency: 'USD' });
  metrics['till.scans'].add(1, { till: 'b', good: 'no' });
  expect(samples('order_placed_total')).toEqual(['order_placed_total{currency="EUR"} 0', 'order_placed_total{currency="USD"} 1']);
  expect(samples('till_scans_total').filter((line) => line.endsWith(' 1'))).toHaveLength(1);
  expect(samples('till_scans_total')).toHaveLength(4);
});

test('nothing is shown early where values are not known, where there are very many, or of a gauge', () => {
  expect(samples('order_sent_total')).toEqual([]);
  expect(samples('till_rows_total')).toEqual([]);
  expect(samples('till_level')).toEqual([]);
});
