// This backend is Jaeger.
import { z } from 'zod';
import { hostPortSchema } from '../../core/scalars.ts';
import type { BackendKind } from './backend-kind.ts';
import { selfHosted } from './connection.ts';

export const jaeger = {
  schema: z.strictObject({
    type: z.literal('jaeger'),
    endpoint: hostPortSchema,
    ...selfHosted,
  }),
  signals: ['traces'],
  temporality: undefined,
} as const satisfies BackendKind;
