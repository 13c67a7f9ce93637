// What a Collector tells about itself.
import type { ConfigMap } from '../../components/config-value.ts';
import type { EnvironmentInput } from '../environment-input.ts';
import { selfMetricsPort } from '../ports.ts';
import type { ProcessPlace } from '../process-place.ts';

/** These labels say of each own metric whose it is. The attributes have the names of the labels, so that nothing translates them. */
export const selfLabels = { collector: 'plinth_collector', environment: 'plinth_environment' } as const;

/** @param collector Name of the Collector. */
export function buildSelfTelemetry(input: EnvironmentInput, collector: string, { probedAt, container }: ProcessPlace): ConfigMap {
  const attributes = { [selfLabels.collector]: collector, [selfLabels.environment]: input.name };
  return {
    // This is a map, although releases since 0.151 say at their start that they would rather have a list. The operator reads no list, and
    // drops all of `telemetry` with one: https://github.com/open-telemetry/opentelemetry-operator/blob/v0.143.0/apis/v1beta1/config.go
    resource: attributes,
    // A program reads the log of a container, and a person that of a process.
    logs: container ? { level: 'info', encoding: 'json' } : { level: 'info' },
    metrics: {
      level: 'normal',
      readers: [
        {
          pull: {
            exporter: {
              prometheus: {
                host: probedAt,
                port: selfMetricsPort,
                // The alerts have these names: otelcol_exporter_queue_size, and not …_bytes_total with labels of the scope.
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
