// This backend is Grafana Tempo.
import { z } from 'zod';
import { hostPortSchema } from '../../core/scalars.ts';
import type { BackendKind } from './backend-kind.ts';
import { selfHosted, tenantHeader } from './connection.ts';

export const tempo = {
  schema: z.strictObject({
    type: z.literal('tempo'),
    endpoint: hostPortSchema,
    tenant: tenantHeader,
    ...selfHosted,
  }),
  signals: ['traces'],
  temporality: undefined,
} as const satisfies BackendKind;
