// Values for the opentelemetry-collector chart.
import { buildHeader, renderYaml, type Artefact, type YamlComment } from '@plinth/artefact';
import type { CollectorModel } from '../model/collector-model.ts';
import { buildCollectorConfig } from './collector-config.ts';
import { mergeRules } from './kubernetes/access.ts';
import { scalingBehavior, scalingMetrics } from './kubernetes/availability.ts';
import { findRepository } from './kubernetes/image.ts';
import {
  buildEnvironment,
  buildResources,
  buildSecurityContext,
  buildVolumeClaims,
  buildVolumeMounts,
  buildVolumes,
  runsAsRoot,
} from './kubernetes/pod.ts';
import { buildSpread, needsApi } from './kubernetes/workload.ts';

export function renderHelm(model: CollectorModel, source: string): Artefact {
  const { config, comments } = buildCollectorConfig(model);
  const { workload } = model;
  const statefulset = workload.kind === 'statefulset';
  const autoscaled = workload.maxReplicas > workload.replicas;
  const ports = new Map(workload.ports.map(({ name, port }) => [name, port]));
  const otlp = (name: string) => {
    const port = ports.get(name);
    return port === undefined
      ? { enabled: false }
      : { enabled: true, containerPort: port, servicePort: port, hostPort: null, protocol: 'TCP' };
  };
  const values = {
    fullnameOverride: model.name,
    namespaceOverride: workload.namespace,
    mode: workload.kind,
    image: { repository: findRepository(workload), tag: workload.collectorVersion, digest: workload.image.digest },
    ...(statefulset && !autoscaled && { replicaCount: workload.replicas }),
    rewriteDeprecatedComponentNames: false,
    alternateConfig: config,
    serviceAccount: { create: true, name: model.name, automountServiceAccountToken: needsApi(model) },
    ...(workload.clusterRules.length > 0 && {
      clusterRole: { create: true, rules: mergeRules([...workload.clusterRules, ...workload.namespaceRules]) },
    }),
    ...(runsAsRoot(model)
      ? { tolerations: [{ operator: 'Exists' }] }
      : { podSecurityContext: { fsGroup: 10_001 }, topologySpreadConstraints: buildSpread(model) }),
    securityContext: buildSecurityContext(model),
    terminationGracePeriodSeconds: 60,
    useGOMEMLIMIT: false,
    extraEnvs: buildEnvironment(model),
    extraVolumes: buildVolumes(model),
    extraVolumeMounts: buildVolumeMounts(model),
    ports: {
      otlp: otlp('otlp-grpc'),
      'otlp-http': otlp('otlp-http'),
      ...(ports.has('otlp-delta') && { 'otlp-delta': otlp('otlp-delta') }),
      'jaeger-compact': { enabled: false },
      'jaeger-thrift': { enabled: false },
      'jaeger-grpc': { enabled: false },
      zipkin: { enabled: false },
      metrics: { enabled: true },
    },
    resources: buildResources(model),
    podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8888' },
    podLabels: { 'app.kubernetes.io/part-of': model.partOf },
    service: statefulset ? { enabled: true, clusterIP: 'None' } : { enabled: true },
    ...(statefulset && { statefulset: { volumeClaimTemplates: buildVolumeClaims(model), podManagementPolicy: 'Parallel' } }),
    ...(statefulset && workload.replicas > 1 && { podDisruptionBudget: { enabled: true, maxUnavailable: 1 } }),
    ...(statefulset &&
      autoscaled && {
        autoscaling: {
          enabled: true,
          minReplicas: workload.replicas,
          maxReplicas: workload.maxReplicas,
          behavior: scalingBehavior,
          targetCPUUtilizationPercentage: 65,
          additionalMetrics: [scalingMetrics[0]],
        },
      }),
    networkPolicy: { enabled: true, allowIngressFrom: [{ namespaceSelector: {} }] },
  };
  const own: readonly YamlComment[] = [
    {
      path: ['alternateConfig'],
      text: 'In the place of the chart’s own config: `config` would be merged with its defaults, jaeger and zipkin receivers among them.',
    },
    { path: ['useGOMEMLIMIT'], text: 'Set below, at the memory limiter’s own share.' },
    ...(statefulset ? [{ path: ['service'], text: 'Headless: who sends sees every replica and spreads its load itself.' }] : []),
  ];
  const inside = comments.map(({ path, text }) => ({ path: ['alternateConfig', ...path], text }));
  return {
    path: `${model.environment}/helm/${model.name}.values.yaml`,
    content: renderYaml(values, { header: buildHeader(source), comments: [...own, ...inside] }),
    source,
  };
}
