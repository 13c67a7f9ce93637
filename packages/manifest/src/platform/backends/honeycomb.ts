// This backend is Honeycomb.
import { z } from 'zod';
import { secretSchema } from '../../core/scalars.ts';
import type { BackendKind } from './backend-kind.ts';
import { delivery } from './connection.ts';

export const honeycomb = {
  schema: z.strictObject({
    type: z.literal('honeycomb'),
    region: z.enum(['us', 'eu']).default('us'),
    apiKey: secretSchema,
    metricsDataset: z.string().default('metrics'),
    ...delivery,
  }),
  signals: ['traces', 'metrics', 'logs'],
  temporality: 'cumulative',
} as const satisfies BackendKind;
