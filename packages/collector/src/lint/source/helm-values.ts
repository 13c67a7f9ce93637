// Values of the opentelemetry-collector Helm chart, and what the chart adds to the config that a user writes.
import type { Path } from '@plinth/findings';
import { hasConfigKey } from './config-shape.ts';
import { asMapping, getAt, isMapping, type Mapping } from './value-path.ts';

/** The chart's own `config` (chart 0.170.0, values.yaml). The values of a user are merged over it: a list replaces, and null removes. */
const chartConfig: Mapping = {
  exporters: { debug: {} },
  extensions: { health_check: { endpoint: '${env:MY_POD_IP}:13133' } },
  processors: { batch: {}, memory_limiter: { check_interval: '5s', limit_percentage: 80, spike_limit_percentage: 25 } },
  receivers: {
    jaeger: {
      protocols: {
        grpc: { endpoint: '${env:MY_POD_IP}:14250' },
        thrift_http: { endpoint: '${env:MY_POD_IP}:14268' },
        thrift_compact: { endpoint: '${env:MY_POD_IP}:6831' },
      },
    },
    otlp: { protocols: { grpc: { endpoint: '${env:MY_POD_IP}:4317' }, http: { endpoint: '${env:MY_POD_IP}:4318' } } },
    prometheus: {
      config: {
        scrape_configs: [
          { job_name: 'opentelemetry-collector', scrape_interval: '10s', static_configs: [{ targets: ['${env:MY_POD_IP}:8888'] }] },
        ],
      },
    },
    zipkin: { endpoint: '${env:MY_POD_IP}:9411' },
  },
  service: {
    telemetry: { metrics: { readers: [{ pull: { exporter: { prometheus: { host: '${env:MY_POD_IP}', port: 8888 } } } }] } },
    extensions: ['health_check'],
    pipelines: {
      logs: { exporters: ['debug'], processors: ['memory_limiter', 'batch'], receivers: ['otlp'] },
      metrics: { exporters: ['debug'], processors: ['memory_limiter', 'batch'], receivers: ['otlp', 'prometheus'] },
      traces: { exporters: ['debug'], processors: ['memory_limiter', 'batch'], receivers: ['otlp', 'jaeger', 'zipkin'] },
    },
  },
};

/** Merges values as Helm does: mappings are merged by key, null removes a key, and everything else replaces what was there. */
export function mergeValues(base: Mapping, over: Mapping): Mapping {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === null && key in base) delete merged[key];
    else if (isMapping(value) && isMapping(merged[key])) merged[key] = mergeValues(merged[key], value);
    else merged[key] = value;
  }
  return merged;
}

/** The path of the chart's values in a file: the top, or the name of a subchart. undefined: the file has no such values. */
export function findHelmValues(value: Mapping): Path | undefined {
  // This is a Kubernetes object without its kind.
  if (isMapping(value['metadata']) && isMapping(value['spec'])) return undefined;
  const isChart = (values: unknown): boolean =>
    isMapping(values) &&
    ['config', 'alternateConfig'].some((key) => {
      const config = getAt(values, key);
      return isMapping(config) && hasConfigKey(config);
    });
  if (isChart(value)) return [];
  const below = Object.keys(value).find((key) => isChart(value[key]));
  return below === undefined ? undefined : [below];
}

/** Whether the values are those of the opentelemetry-collector chart. Other charts have a `config` too. */
export function isCollectorChart(values: Mapping, path: Path): boolean {
  if (path.at(-1) === 'opentelemetry-collector') return true;
  return ['mode', 'presets', 'alternateConfig', 'replicaCount', 'useGOMEMLIMIT'].some((key) => key in values);
}

export interface HelmConfig {
  readonly key: 'config' | 'alternateConfig';
  readonly value: Mapping;
  /** true: a preset of the chart adds components that are not in the values. */
  readonly hasPresets: boolean;
}

export function readHelmConfig(values: Mapping): HelmConfig {
  const alternate = asMapping(values['alternateConfig']);
  const hasPresets = Object.values(asMapping(values['presets'])).some((preset) => JSON.stringify(preset).includes('"enabled":true'));
  if (Object.keys(alternate).length > 0) return { key: 'alternateConfig', value: alternate, hasPresets };
  return { key: 'config', value: mergeValues(chartConfig, asMapping(values['config'])), hasPresets };
}
