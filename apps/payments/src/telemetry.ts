// What payments counts and tells.
import { defineTelemetry } from '@plinth/catalog';
import { bindTelemetry } from '@plinth/node';

const currency = { type: 'string', class: 'public', values: ['EUR', 'USD'] } as const;
const order = {
  order_id: { type: 'string', class: 'internal' },
  amount_minor: { type: 'number', class: 'internal' },
  currency,
} as const;

export const { events, metrics } = bindTelemetry(
  defineTelemetry({
    metrics: {
      'payment.authorisation.duration': {
        type: 'histogram',
        unit: 's',
        help: 'Time that the card network took to answer',
        owner: 'payments',
        labels: { outcome: { values: ['approved', 'declined', 'timeout', 'error'] } },
        buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
      },
    },
    events: {
      'payment.authorised': {
        help: 'The card network approved an amount',
        owner: 'payments',
        fields: { ...order, authorisation_id: { type: 'string', class: 'internal' } },
        labels: ['currency'],
        measures: {
          amount_minor: {
            name: 'payment.amount',
            unit: '{minor_unit}',
            help: 'Amount of an authorised payment in minor units of its currency',
            buckets: [500, 1000, 5000, 10_000, 50_000, 100_000],
          },
        },
      },
      'payment.declined': {
        help: 'The card network declined an amount',
        owner: 'payments',
        level: 'warn',
        fields: { ...order, reason: { type: 'string', class: 'internal', limit: 20 } },
        labels: ['currency', 'reason'],
      },
      'payment.failed': {
        help: 'The card network gave no answer',
        owner: 'payments',
        level: 'error',
        fields: { ...order, reason: { type: 'string', class: 'internal', values: ['timeout', 'error'] } },
        labels: ['currency', 'reason'],
      },
    },
  }),
);
