// This backend is anything that takes OTLP.
import { z } from 'zod';
import type { BackendKind } from './backend-kind.ts';
import { selfHosted } from './connection.ts';

export const otlp = {
  schema: z.strictObject({
    type: z.literal('otlp'),
    protocol: z.enum(['grpc', 'http']).default('http'),
    endpoint: z.string(),
    ...selfHosted,
  }),
  signals: ['traces', 'metrics', 'logs'],
  temporality: 'cumulative',
} as const satisfies BackendKind;
