// What a Collector tells about itself.
import type { ConfigMap, ConfigValue } from '../components/config-value.ts';
import type { EnvironmentInput } from './environment-input.ts';

export const selfMetricsPort = 8888;
export const healthPort = 13133;

/** On each of the own metrics: whose it is. Attributes have the names of the labels, so that nothing translates them. */
export const selfLabels = { collector: 'plinth_collector', environment: 'plinth_environment' } as const;

export interface SelfTelemetrySettings {
  readonly host: ConfigValue;
  readonly logsAsJson: boolean;
}

/** @param collector Name of the Collector. */
export function buildSelfTelemetry(input: EnvironmentInput, collector: string, settings: SelfTelemetrySettings): ConfigMap {
  const { host, logsAsJson } = settings;
  const attributes = { [selfLabels.collector]: collector, [selfLabels.environment]: input.name };
  return {
    // As a map, although releases since 0.151 say at their start that they would rather have a list: the operator reads no list
    // (https://github.com/open-telemetry/opentelemetry-operator/blob/v0.143.0/apis/v1beta1/config.go) and drops all of `telemetry` with one.
    resource: attributes,
    logs: logsAsJson ? { level: 'info', encoding: 'json' } : { level: 'info' },
    metrics: {
      level: 'normal',
      readers: [
        {
          pull: {
            exporter: {
              prometheus: {
                host,
                port: selfMetricsPort,
                // Names as the alerts have them: otelcol_exporter_queue_size, and not …_bytes_total with labels of the scope.
                without_scope_info: true,
                without_type_suffix: true,
                without_units: true,
                with_resource_constant_labels: { included: Object.keys(attributes) },
              },
            },
          },
        },
      ],
    },
  };
}
