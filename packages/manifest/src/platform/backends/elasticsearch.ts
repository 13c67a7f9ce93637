// This backend is Elasticsearch.
import { z } from 'zod';
import { secretSchema, urlSchema } from '../../core/scalars.ts';
import type { BackendKind } from './backend-kind.ts';
import { encrypted } from './connection.ts';

export const elasticsearch = {
  schema: z.strictObject({
    type: z.literal('elasticsearch'),
    endpoints: z.array(urlSchema).min(1),
    apiKey: secretSchema.optional(),
    ...encrypted,
  }),
  signals: ['traces', 'metrics', 'logs'],
  // https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/exporter/elasticsearchexporter/README.md: cumulative histograms are dropped.
  temporality: 'delta',
} as const satisfies BackendKind;
