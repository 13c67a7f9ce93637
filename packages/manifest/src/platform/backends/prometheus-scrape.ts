// This backend is a Prometheus that scrapes the Collector.
import { z } from 'zod';
import type { BackendKind } from './backend-kind.ts';
import { delivery } from './connection.ts';

export const prometheusScrape = {
  schema: z.strictObject({
    type: z.literal('prometheus_scrape'),
    port: z.number().int().min(1024).max(65_535).default(8889).describe('Port on which a Prometheus scrapes the Collector.'),
    ...delivery,
  }),
  signals: ['metrics'],
  temporality: 'cumulative',
} as const satisfies BackendKind;
