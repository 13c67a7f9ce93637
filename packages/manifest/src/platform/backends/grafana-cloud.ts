// This backend is Grafana Cloud.
import { z } from 'zod';
import { secretSchema } from '../../core/scalars.ts';
import type { BackendKind } from './backend-kind.ts';
import { delivery } from './connection.ts';

export const grafanaCloud = {
  schema: z.strictObject({
    type: z.literal('grafana_cloud'),
    zone: z.string().regex(/^[a-z0-9-]+$/, 'a zone such as prod-eu-west-2'),
    instanceId: secretSchema,
    token: secretSchema,
    ...delivery,
  }),
  signals: ['traces', 'metrics', 'logs'],
  temporality: 'cumulative',
} as const satisfies BackendKind;
