// This backend is Dynatrace.
import { z } from 'zod';
import { secretSchema, urlSchema } from '../../core/scalars.ts';
import type { BackendKind } from './backend-kind.ts';
import { delivery } from './connection.ts';

export const dynatrace = {
  schema: z.strictObject({
    type: z.literal('dynatrace'),
    endpoint: urlSchema.describe('Such as https://abc12345.live.dynatrace.com.'),
    token: secretSchema,
    ...delivery,
  }),
  signals: ['traces', 'metrics', 'logs'],
  // https://docs.dynatrace.com/docs/ingest-from/opentelemetry/otlp-api: cumulative sums and histograms are refused.
  temporality: 'delta',
} as const satisfies BackendKind;
