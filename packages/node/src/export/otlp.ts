// OTLP exporters of the three signals from one set of options.
import { OTLPLogExporter as JsonLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as JsonMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as JsonTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import type { LogRecordExporter } from '@opentelemetry/sdk-logs';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { OtlpOptions } from '../options/options.ts';

type HttpConfig = ConstructorParameters<typeof OTLPTraceExporter>[0];

export function createSpanExporter(options: OtlpOptions): SpanExporter {
  return options.protocol === 'http/json' ? new JsonTraceExporter(toConfig(options)) : new OTLPTraceExporter(toConfig(options));
}

export function createLogExporter(options: OtlpOptions): LogRecordExporter {
  return options.protocol === 'http/json' ? new JsonLogExporter(toConfig(options)) : new OTLPLogExporter(toConfig(options));
}

export function createMetricExporter(options: OtlpOptions): PushMetricExporter {
  return options.protocol === 'http/json' ? new JsonMetricExporter(toConfig(options)) : new OTLPMetricExporter(toConfig(options));
}

function toConfig(options: OtlpOptions): NonNullable<HttpConfig> {
  return {
    url: options.url,
    headers: { ...options.headers },
    timeoutMillis: options.timeoutMs,
    compression: options.compression as NonNullable<NonNullable<HttpConfig>['compression']>,
  };
}
