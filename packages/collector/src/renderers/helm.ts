// Values for the opentelemetry-collector chart.
import { buildHeader, renderYaml, type Artefact, type YamlComment } from '@plinth/artefact';
import type { CollectorConfig } from '../collector-config.ts';
import type { CollectorModel } from '../model/collector-model.ts';
import { selfMetricsPort } from '../model/ports.ts';
import { buildCollectorConfig } from './collector-config.ts';
import { mergeRules, nameClusterWide, scrapers, selectTiers } from './kubernetes/access.ts';
import { scalingBehavior, scalingMetrics } from './kubernetes/availability.ts';
import { findRepository } from './kubernetes/image.ts';
import {
  buildEnvironment,
  buildProbes,
  buildResources,
  buildSecurityContext,
  buildVolumeClaims,
  buildVolumeMounts,
  buildVolumes,
  runsAsRoot,
} from './kubernetes/pod.ts';
import { buildSpread, needsApi, nodesAtOnce } from './kubernetes/workload.ts';

export function renderHelm(model: CollectorModel, source: string): Artefact {
  const { config, comments } = buildCollectorConfig(model);
  const { workload } = model;
  const statefulset = workload.kind === 'statefulset';
  const autoscaled = workload.maxReplicas > workload.replicas;
  const ports = new Map(workload.ports.map(({ name, port }) => [name, port]));
  const open = (name: string) => {
    const port = ports.get(name);
    return port === undefined ? { enabled: false } : { enabled: true, containerPort: port, servicePort: port, protocol: 'TCP' };
  };
  // The chart opens these two on the node as well, unless it is told not to; on ports of one's own its schema has no null.
  const openInPod = (name: string) => ({ ...open(name), ...(ports.has(name) && { hostPort: null }) });
  const scraped = ports.get('prometheus');
  const { clients } = workload;
  const senders = clients.length === 0 ? { namespaceSelector: {} } : selectTiers(model, [...new Set([...clients, ...scrapers])]);
  // The chart calls its pods by the release and by its own mode; these labels tell whose they are.
  const podLabels = {
    'app.kubernetes.io/part-of': model.partOf,
    'app.kubernetes.io/component': model.tier,
    'plinth.dev/collector': model.name,
  };
  const values = {
    fullnameOverride: model.name,
    namespaceOverride: workload.namespace,
    mode: workload.kind,
    image: { repository: findRepository(workload), tag: workload.collectorVersion, digest: workload.image.digest },
    ...(statefulset && !autoscaled && { replicaCount: workload.replicas }),
    rewriteDeprecatedComponentNames: false,
    alternateConfig: escapeTemplates(config),
    serviceAccount: { create: true, name: model.name, automountServiceAccountToken: needsApi(model) },
    ...(workload.clusterRules.length > 0 && {
      clusterRole: {
        create: true,
        name: nameClusterWide(model),
        clusterRoleBinding: { name: nameClusterWide(model) },
        rules: mergeRules([...workload.clusterRules, ...workload.namespaceRules]),
      },
    }),
    ...(runsAsRoot(model)
      ? { tolerations: [{ operator: 'Exists' }] }
      : { podSecurityContext: { fsGroup: 10_001 }, topologySpreadConstraints: buildSpread({ 'plinth.dev/collector': model.name }) }),
    securityContext: buildSecurityContext(model),
    ...(!statefulset && { rollout: { strategy: 'RollingUpdate', rollingUpdate: nodesAtOnce } }),
    terminationGracePeriodSeconds: 60,
    useGOMEMLIMIT: false,
    ...buildProbes(),
    extraEnvs: buildEnvironment(model),
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
    podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(selfMetricsPort) },
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
      allowIngressFrom: [senders],
      ...(scraped !== undefined && {
        extraIngressRules: [{ from: [{ namespaceSelector: {} }], ports: [{ port: scraped, protocol: 'TCP' }] }],
      }),
    },
  };
  const own: readonly YamlComment[] = [
    {
      path: ['alternateConfig'],
      text: 'In the place of the chart’s own config: `config` would be merged with its defaults, jaeger and zipkin receivers among them.',
    },
    { path: ['useGOMEMLIMIT'], text: 'Set below, at the memory limiter’s own share.' },
    ...(statefulset ? [{ path: ['service'], text: 'Headless: who sends sees every replica and spreads its load itself.' }] : []),
    ...(clients.length > 0
      ? [
          {
            path: ['networkPolicy'],
            text: `One rule for all ports: ${clients.join(' and ')} for the data, ${scrapers.join(' and ')} for the metrics.`,
          },
        ]
      : []),
  ];
  const inside = comments.map(({ path, text }) => ({ path: ['alternateConfig', ...path], text }));
  return {
    path: `${model.environment}/helm/${model.name}.values.yaml`,
    content: renderYaml(values, { header: buildHeader(source), comments: [...own, ...inside] }),
  };
}

/** The chart runs the config through Helm’s templates, in whichever quotes it prints it: braces that open one are printed by one. */
function escapeTemplates(config: CollectorConfig): unknown {
  return JSON.parse(JSON.stringify(config).replaceAll('{{', '{{`{{`}}'));
}
