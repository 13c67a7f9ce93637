// This backend is Grafana Mimir.
import { z } from 'zod';
import { urlSchema } from '../../core/scalars.ts';
import type { BackendKind } from './backend-kind.ts';
import { selfHosted, tenantHeader } from './connection.ts';

export const mimir = {
  schema: z.strictObject({
    type: z.literal('mimir'),
    endpoint: urlSchema,
    tenant: tenantHeader,
    ...selfHosted,
  }),
  signals: ['metrics'],
  temporality: 'cumulative',
} as const satisfies BackendKind;
