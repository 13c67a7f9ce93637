// This backend is New Relic.
import { z } from 'zod';
import { secretSchema } from '../../core/scalars.ts';
import type { BackendKind } from './backend-kind.ts';
import { delivery } from './connection.ts';

export const newRelic = {
  schema: z.strictObject({
    type: z.literal('new_relic'),
    region: z.enum(['us', 'eu', 'fedramp']).default('us'),
    apiKey: secretSchema,
    ...delivery,
  }),
  signals: ['traces', 'metrics', 'logs'],
  temporality: 'cumulative',
} as const satisfies BackendKind;
