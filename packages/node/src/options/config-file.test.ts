import { expect, test } from 'vitest';
import { findReplacedVariables } from './config-file.ts';

const environment = {
  OTEL_SERVICE_NAME: 'orders',
  OTEL_TRACES_SAMPLER: 'always_off',
  OTEL_BSP_SCHEDULE_DELAY: '50',
  OTEL_SPAN_EVENT_COUNT_LIMIT: '',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://a',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://b',
  OTEL_METRICS_EXPORTER: 'otlp',
  PLINTH_LOG_LEVEL: 'debug',
};

test('variables about traces and the resource are, those about logs and metrics are not', () => {
  expect(findReplacedVariables(environment, 'file_format: "1.0"')).toEqual([
    'OTEL_BSP_SCHEDULE_DELAY',
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    'OTEL_SERVICE_NAME',
    'OTEL_TRACES_SAMPLER',
  ]);
});

test('what the file asks for itself is no conflict', () => {
  const text = 'endpoint: ${OTEL_EXPORTER_OTLP_TRACES_ENDPOINT}\ndelay: ${env:OTEL_BSP_SCHEDULE_DELAY:-5000}\ndetectors:\n  - service:\n';
  expect(findReplacedVariables(environment, text)).toEqual(['OTEL_TRACES_SAMPLER']);
});
