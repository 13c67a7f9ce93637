// What a Collector tells about itself.
import type { ConfigMap, ConfigValue } from '../components/config-value.ts';

export const selfMetricsPort = 8888;
export const healthPort = 13133;

export function buildSelfTelemetry(host: ConfigValue, logsAsJson: boolean): ConfigMap {
  return {
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
              },
            },
          },
        },
      ],
    },
  };
}
