// This backend is ClickHouse.
import { z } from 'zod';
import { secretSchema } from '../../core/scalars.ts';
import type { BackendKind } from './backend-kind.ts';
import { encrypted } from './connection.ts';

export const clickhouse = {
  schema: z.strictObject({
    type: z.literal('clickhouse'),
    endpoint: z.string().regex(/^(tcp|https?|clickhouse):\/\/[^\s@]+$/, 'a URL with tcp://, clickhouse://, http:// or https://'),
    database: z.string().default('otel'),
    username: secretSchema.optional(),
    password: secretSchema.optional(),
    ...encrypted,
  }),
  signals: ['traces', 'metrics', 'logs'],
  temporality: 'cumulative',
} as const satisfies BackendKind;
