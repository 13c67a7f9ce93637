// This backend is Kafka, from which another Collector reads.
import { z } from 'zod';
import { hostPortSchema } from '../../core/scalars.ts';
import type { BackendKind } from './backend-kind.ts';
import { encrypted } from './connection.ts';

export const kafka = {
  schema: z.strictObject({
    type: z.literal('kafka'),
    brokers: z.array(hostPortSchema).min(1),
    topicPrefix: z.string().default('otlp'),
    ...encrypted,
  }),
  signals: ['traces', 'metrics', 'logs'],
  temporality: 'cumulative',
} as const satisfies BackendKind;
