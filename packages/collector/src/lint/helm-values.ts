// Values of the opentelemetry-collector Helm chart: what the chart adds to the config that a user writes, and how it runs.
import type { Deployment, Mode } from './deployment.ts';
import { readEnv, readMemoryLimit, readVolumes } from './container-facts.ts';
import type { SourceDocument } from './source-document.ts';
import type { Mapping, Path } from './value-path.ts';
import { asMapping, asNumber, asString, getAt, isMapping } from './value-path.ts';

/** The chart's own `config` (chart 0.170.0, values.yaml): user values are merged over it, lists replaced, null removes. */
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

/** Ports that the chart opens unless told not to. */
const chartPorts: Mapping = {
  otlp: { enabled: true, containerPort: 4317 },
  'otlp-http': { enabled: true, containerPort: 4318 },
  'jaeger-compact': { enabled: true, containerPort: 6831 },
  'jaeger-thrift': { enabled: true, containerPort: 14_268 },
  'jaeger-grpc': { enabled: true, containerPort: 14_250 },
  zipkin: { enabled: true, containerPort: 9411 },
};

/** Variables that the chart sets itself. */
const chartEnv = [
  'MY_POD_IP',
  'K8S_NODE_NAME',
  'OTEL_K8S_NODE_NAME',
  'OTEL_K8S_NODE_IP',
  'OTEL_K8S_NAMESPACE',
  'OTEL_K8S_POD_NAME',
  'OTEL_K8S_POD_IP',
];

/** As Helm merges values: mappings by key, null removes, all else replaces. */
export function mergeValues(base: Mapping, over: Mapping): Mapping {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === null && key in base) delete merged[key];
    else if (isMapping(value) && isMapping(merged[key])) merged[key] = mergeValues(merged[key], value);
    else merged[key] = value;
  }
  return merged;
}

/** Where the values of the chart are in the file: at its top, or below the name of a subchart. undefined: nowhere. */
export function findHelmValues(value: Mapping): Path | undefined {
  // A resource without its kind.
  if (isMapping(value['metadata']) && isMapping(value['spec'])) return undefined;
  const isChart = (values: unknown): boolean =>
    isMapping(values) &&
    ['config', 'alternateConfig'].some((key) => {
      const config = getAt(values, key);
      return (
        isMapping(config) &&
        ['receivers', 'processors', 'exporters', 'service', 'connectors', 'extensions'].some((section) => section in config)
      );
    });
  if (isChart(value)) return [];
  const below = Object.keys(value).find((key) => isChart(value[key]));
  return below === undefined ? undefined : [below];
}

/** Values of the opentelemetry-collector chart, not of another one that has a `config` too. */
export function isCollectorChart(values: Mapping, path: Path): boolean {
  if (path.at(-1) === 'opentelemetry-collector') return true;
  return ['mode', 'presets', 'alternateConfig', 'replicaCount', 'useGOMEMLIMIT'].some((key) => key in values);
}

export interface HelmConfig {
  readonly key: 'config' | 'alternateConfig';
  readonly value: Mapping;
  /** A preset adds components that are not in the values. */
  readonly hasPresets: boolean;
}

export function readHelmConfig(values: Mapping): HelmConfig {
  const alternate = asMapping(values['alternateConfig']);
  const hasPresets = Object.values(asMapping(values['presets'])).some((preset) => JSON.stringify(preset).includes('"enabled":true'));
  if (Object.keys(alternate).length > 0) return { key: 'alternateConfig', value: alternate, hasPresets };
  return { key: 'config', value: mergeValues(chartConfig, asMapping(values['config'])), hasPresets };
}

export function readHelmDeployment(document: SourceDocument, values: Mapping, path: Path): Deployment {
  const mode = asString(values['mode']);
  const repository = asString(getAt(values, 'image', 'repository'));
  const tag = getAt(values, 'image', 'tag');
  const autoscaled = getAt(values, 'autoscaling', 'enabled') === true;
  const ports = Object.values(mergeValues(chartPorts, asMapping(values['ports']))).flatMap((port) =>
    getAt(port, 'enabled') === true ? (asNumber(getAt(port, 'containerPort')) ?? []) : [],
  );
  const env = readEnv(values['extraEnvs']);
  for (const name of chartEnv) env.set(name, undefined);
  const memoryLimit = readMemoryLimit(values['resources']);
  // The chart sets it to 80 % of the limit.
  if (memoryLimit !== undefined && values['useGOMEMLIMIT'] !== false && !env.has('GOMEMLIMIT')) env.set('GOMEMLIMIT', undefined);
  return {
    origin: 'helm',
    document,
    spec: values,
    specPath: path,
    mode: mode === 'daemonset' || mode === 'deployment' || mode === 'statefulset' ? (mode satisfies Mode) : undefined,
    modePath: [...path, 'mode'],
    maxReplicas: autoscaled ? asNumber(getAt(values, 'autoscaling', 'maxReplicas')) : asNumber(values['replicaCount']),
    replicasPath: [...path, ...(autoscaled ? ['autoscaling'] : ['replicaCount'])],
    autoscaled,
    env,
    envComplete: values['extraEnvsFrom'] === undefined,
    memoryLimit,
    containerPath: [...path, 'resources'],
    image:
      repository === undefined || repository === ''
        ? undefined
        : `${repository}${tag === undefined || tag === '' || tag === null ? '' : `:${String(tag)}`}`,
    imagePath: [...path, 'image'],
    ports,
    probePorts: [13_133],
    hasProbes: true,
    services: [],
    rbac: undefined,
    volumes: readVolumes(values['extraVolumes'], values['extraVolumeMounts'], getAt(values, 'statefulset', 'volumeClaimTemplates')),
  };
}
