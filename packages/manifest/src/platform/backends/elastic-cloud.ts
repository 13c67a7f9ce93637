// This backend is Elastic Cloud.
import { z } from 'zod';
import { secretSchema, urlSchema } from '../../core/scalars.ts';
import type { BackendKind } from './backend-kind.ts';
import { delivery } from './connection.ts';

export const elasticCloud = {
  schema: z.strictObject({
    type: z.literal('elastic_cloud'),
    endpoint: urlSchema,
    apiKey: secretSchema,
    ...delivery,
  }),
  signals: ['traces', 'metrics', 'logs'],
  // https://www.elastic.co/docs/reference/opentelemetry/compatibility/limitations: as Elasticsearch, before its release 9.5.3.
  temporality: 'delta',
} as const satisfies BackendKind;
