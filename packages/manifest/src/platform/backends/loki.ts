// This backend is Grafana Loki.
import { z } from 'zod';
import { urlSchema } from '../../core/scalars.ts';
import type { BackendKind } from './backend-kind.ts';
import { selfHosted, tenantHeader } from './connection.ts';

export const loki = {
  schema: z.strictObject({
    type: z.literal('loki'),
    endpoint: urlSchema,
    tenant: tenantHeader,
    ...selfHosted,
  }),
  signals: ['logs'],
  temporality: undefined,
} as const satisfies BackendKind;
