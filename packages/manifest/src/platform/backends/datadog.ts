// This backend is Datadog.
import { z } from 'zod';
import { secretSchema } from '../../core/scalars.ts';
import type { BackendKind } from './backend-kind.ts';
import { delivery } from './connection.ts';

export const datadog = {
  schema: z.strictObject({
    type: z.literal('datadog'),
    site: z.enum(['datadoghq.com', 'us3.datadoghq.com', 'us5.datadoghq.com', 'datadoghq.eu', 'ap1.datadoghq.com', 'ap2.datadoghq.com']),
    apiKey: secretSchema,
    ...delivery,
  }),
  signals: ['traces', 'metrics', 'logs'],
  // https://docs.datadoghq.com/opentelemetry/setup/otlp_ingest/metrics/: "Ensure only delta metrics are sent."
  temporality: 'delta',
} as const satisfies BackendKind;
