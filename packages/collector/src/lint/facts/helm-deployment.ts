// How a Collector runs that the opentelemetry-collector Helm chart deploys.
import type { Path } from '@plinth/findings';
import { mergeValues } from '../source/helm-values.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { asMapping, asNumber, asString, getAt, type Mapping } from '../source/value-path.ts';
import type { Deployment, Mode } from './deployment.ts';
import { readEnv, readMemoryLimit } from './kubernetes/container.ts';
import { readVolumes } from './kubernetes/volumes.ts';

/** The ports that the chart opens unless the values close them. */
const chartPorts: Mapping = {
  otlp: { enabled: true, containerPort: 4317 },
  'otlp-http': { enabled: true, containerPort: 4318 },
  'jaeger-compact': { enabled: true, containerPort: 6831 },
  'jaeger-thrift': { enabled: true, containerPort: 14_268 },
  'jaeger-grpc': { enabled: true, containerPort: 14_250 },
  zipkin: { enabled: true, containerPort: 9411 },
};

/** The variables that the chart sets in every container. */
const chartEnv = [
  'MY_POD_IP',
  'K8S_NODE_NAME',
  'OTEL_K8S_NODE_NAME',
  'OTEL_K8S_NODE_IP',
  'OTEL_K8S_NAMESPACE',
  'OTEL_K8S_POD_NAME',
  'OTEL_K8S_POD_IP',
];

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
