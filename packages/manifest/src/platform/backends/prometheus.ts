// This backend is Prometheus, which takes OTLP or remote write.
import { z } from 'zod';
import { urlSchema } from '../../core/scalars.ts';
import type { BackendKind } from './backend-kind.ts';
import { selfHosted } from './connection.ts';

export const prometheus = {
  schema: z.strictObject({
    type: z.literal('prometheus'),
    protocol: z.enum(['otlp', 'remote_write']).default('otlp').describe('otlp needs Prometheus 3 with --web.enable-otlp-receiver.'),
    endpoint: urlSchema.describe('Base URL, such as http://prometheus:9090.'),
    ...selfHosted,
  }),
  signals: ['metrics'],
  temporality: 'cumulative',
} as const satisfies BackendKind;
