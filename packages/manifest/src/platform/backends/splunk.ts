// This backend is Splunk Observability Cloud.
import { z } from 'zod';
import { secretSchema } from '../../core/scalars.ts';
import type { BackendKind } from './backend-kind.ts';
import { delivery } from './connection.ts';

export const splunk = {
  schema: z.strictObject({
    type: z.literal('splunk'),
    realm: z.string().regex(/^[a-z]{2}\d$/, 'a realm such as us1 or eu0'),
    token: secretSchema,
    ...delivery,
  }),
  // Splunk takes logs by HEC, not by OTLP.
  signals: ['traces', 'metrics'],
  temporality: 'cumulative',
} as const satisfies BackendKind;
