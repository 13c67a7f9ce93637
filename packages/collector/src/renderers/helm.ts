// Values for the opentelemetry-collector chart.
import { buildHeader, renderYaml, type YamlComment } from '@plinth/artefact';
import type { CollectorConfig } from '../collector-config.ts';
import { mergeRules, needsApi } from './kubernetes-objects/access.ts';
import { nameClusterWide } from './kubernetes-objects/app.ts';
import { buildEnvironment, buildProbes } from './kubernetes-objects/container.ts';
import { buildSpread } from './kubernetes-objects/replicas.ts';
import { anybody } from './kubernetes-objects/network-policy.ts';
import { findSenders, scrapers } from './kubernetes/access.ts';
import { appOf } from './kubernetes/app.ts';
import { headlessReason, scalingBehavior, scalingMetrics } from './kubernetes/availability.ts';
import { findRepository } from './kubernetes/image.ts';
import {
  buildResources,
  buildRights,
  buildVolumeClaims,
  buildVolumeMounts,
  buildVolumes,
  healthPage,
  probeTimes,
  runsAsRoot,
} from './kubernetes/pod.ts';
import { nodesAtOnce, scrapeAnnotations } from './kubernetes/workload.ts';
import { renderRaw } from './raw.ts';
import type { ConfiguredCollector, CollectorRenderer } from './renderer.ts';

/** A sidecar is in other people's pods, and the chart has no mode for it: its config alone is rendered. */
export const renderHelm: CollectorRenderer = (input) => {
  const { model, source } = input;
  if (model.tier === 'sidecar') return renderRaw(input);
  const header = buildHeader(source);
  return [
    {
      path: `${model.environment}/helm/${model.name}.values.yaml`,
      content: renderYaml(buildValues(input), { header, comments: buildComments(input) }),
    },
  ];
};

function buildValues({ model, config: { config } }: ConfiguredCollector): Record<string, unknown> {
  const { workload } = model;
  const statefulset = workload.kind === 'statefulset';
  const autoscaled = workload.maxReplicas > workload.replicas;
  const ports = new Map(workload.ports.map(({ name, port }) => [name, port]));
  const open = (name: string) => {
    const port = ports.get(name);
    return port === undefined ? { enabled: false } : { enabled: true, containerPort: port, servicePort: port, protocol: 'TCP' };
  };
  // The chart opens these two on the node as well, unless it is told not to. For ports of one's own its schema has no null.
  const openInPod = (name: string) => ({ ...open(name), ...(ports.has(name) && { hostPort: null }) });
  const scraped = ports.get('prometheus');
  // The chart names its pods after the release and after its own mode. These labels tell whose they are.
  const podLabels = {
    'app.kubernetes.io/part-of': model.partOf,
    'app.kubernetes.io/component': model.tier,
    'plinth.dev/collector': model.name,
  };
  return {
    fullnameOverride: model.name,
    namespaceOverride: workload.namespace,
    mode: workload.kind,
    image: { repository: findRepository(workload), tag: workload.collectorVersion, digest: workload.image.digest },
    ...(statefulset && !autoscaled && { replicaCount: workload.replicas }),
    rewriteDeprecatedComponentNames: false,
    alternateConfig: escapeTemplates(config),
    serviceAccount: { create: true, name: model.name, automountServiceAccountToken: needsApi(workload) },
    ...(workload.clusterRules.length > 0 && {
      clusterRole: {
        create: true,
        name: nameClusterWide(appOf(model)),
        clusterRoleBinding: { name: nameClusterWide(appOf(model)) },
        rules: mergeRules([...workload.clusterRules, ...workload.namespaceRules]),
      },
    }),
    ...(runsAsRoot(model)
      ? { tolerations: [{ operator: 'Exists' }] }
      : { podSecurityContext: { fsGroup: 10_001 }, topologySpreadConstraints: buildSpread({ 'plinth.dev/collector': model.name }) }),
    securityContext: buildRights(model),
    ...(!statefulset && { rollout: { strategy: 'RollingUpdate', rollingUpdate: nodesAtOnce } }),
    terminationGracePeriodSeconds: 60,
    useGOMEMLIMIT: false,
    ...buildProbes(healthPage, probeTimes),
    extraEnvs: buildEnvironment(workload.variables),
    extraVolumes: buildVolumes(model),
    extraVolumeMounts: buildVolumeMounts(model),
    ports: {
      otlp: openInPod('otlp-grpc'),
      'otlp-http': openInPod('otlp-http'),
      ...(ports.has('otlp-delta') && { 'otlp-delta': open('otlp-delta') }),
      ...(scraped !== undefined && { prometheus: open('prometheus') }),
      'jaeger-compact': { enabled: false },
      'jaeger-thrift': { enabled: false },
      'jaeger-grpc': { enabled: false },
      zipkin: { enabled: false },
      metrics: { enabled: true },
    },
    resources: buildResources(model),
    podAnnotations: scrapeAnnotations,
    podLabels,
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
    networkPolicy: {
      enabled: true,
      allowIngressFrom: [findSenders(model, true)],
      ...(scraped !== undefined && {
        extraIngressRules: [{ from: [anybody], ports: [{ port: scraped, protocol: 'TCP' }] }],
      }),
    },
  };
}

function buildComments({ model: { workload }, config: { comments } }: ConfiguredCollector): readonly YamlComment[] {
  const { clients } = workload;
  return [
    {
      path: ['alternateConfig'],
      text: 'In the place of the chart’s own config: `config` would be merged with its defaults, jaeger and zipkin receivers among them.',
    },
    { path: ['useGOMEMLIMIT'], text: 'Set below, at the memory limiter’s own share.' },
    ...(workload.kind === 'statefulset' ? [{ path: ['service'], text: headlessReason }] : []),
    ...(clients.length > 0
      ? [
          {
            path: ['networkPolicy'],
            text: `One rule for all ports: ${clients.join(' and ')} for the data, ${scrapers.join(' and ')} for the metrics.`,
          },
        ]
      : []),
    ...comments.map(({ path, text }) => ({ path: ['alternateConfig', ...path], text })),
  ];
}

/** The chart runs the config through Helm’s templates, in whatever quotes it prints the config. A template prints the braces that would open one. */
function escapeTemplates(config: CollectorConfig): unknown {
  return JSON.parse(JSON.stringify(config).replaceAll('{{', '{{`{{`}}'));
}
