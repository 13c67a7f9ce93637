import { findReaders } from '../facts/endpoints.ts';
import type { Rule } from '../rule.ts';

export const operatorMetricsPort: Rule = {
  id: 'C044',
  title: 'own metrics on another port than the Operator opens',
  severity: 'warning',
  why: 'The Operator writes Service and ServiceMonitor for port 8888 in several of its versions, whatever the config says: the own metrics are not scraped.',
  remedy: 'Keep port 8888 for the own metrics.',
  source: 'https://github.com/open-telemetry/opentelemetry-operator/issues/4049',
  check: ({ origin, value }) =>
    origin === 'operator'
      ? findReaders(value)
          .filter(({ port }) => port !== undefined && port !== 8888)
          .map(({ path, port }) => ({
            path: [...path, 'port'],
            message: `the own metrics are on port ${port ?? ''}, the Operator's Service is for 8888`,
          }))
      : [],
};
