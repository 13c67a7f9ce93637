import { isSlipOf, type Path } from '@plinth/findings';
import { isPerNode } from '../facts/deployment.ts';
import { hasBadPort } from '../facts/endpoints.ts';
import { findUsed } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { asList, asMapping, asString, getAt, isMapping, type Mapping } from '../source/value-path.ts';

/** The labels that the discovery of pods gives, without those of Kubernetes labels and annotations. */
const podLabels = [
  'namespace',
  ...['name', 'ip', 'uid', 'phase', 'ready', 'node_name', 'host_ip', 'controller_kind', 'controller_name'].map((name) => `pod_${name}`),
  ...['init', 'name', 'id', 'image', 'port_name', 'port_number', 'port_protocol'].map((name) => `pod_container_${name}`),
].map((name) => `__meta_kubernetes_${name}`);

/** The labels that a scrape reads after relabelling. */
const targetLabels = ['__address__', '__metrics_path__', '__scheme__', '__scrape_interval__', '__scrape_timeout__', '__name__'];

function checkRelabelling(rule: unknown, path: Path): Place[] {
  const sources = asList(getAt(rule, 'source_labels')).flatMap((label, index) => {
    const meant = podLabels.includes(String(label)) ? undefined : podLabels.find((known) => isSlipOf(String(label), known));
    return meant === undefined
      ? []
      : [{ path: [...path, 'source_labels', index], message: `no target has "${String(label)}"; did you mean "${meant}"?` }];
  });
  const target = asString(getAt(rule, 'target_label'));
  const meant = target === undefined || targetLabels.includes(target) ? undefined : targetLabels.find((known) => isSlipOf(target, known));
  const replacement = asString(getAt(rule, 'replacement')) ?? '';
  return [
    ...sources,
    ...(meant === undefined
      ? []
      : [{ path: [...path, 'target_label'], message: `"${target}" is read by no scrape; did you mean "${meant}"?` }]),
    ...(target === '__address__' && /:\d+\D*$/.test(replacement) && hasBadPort(replacement.replace(/^\$\$?\{?\w+\}?/, 'host'))
      ? [{ path: [...path, 'replacement'], message: `"${replacement}" has no port that can be dialled` }]
      : []),
  ];
}

function checkJob(job: Mapping, path: Path, perNode: boolean): Place[] {
  const discoveries = Object.keys(job).filter((key) => key.endsWith('_sd_configs') && asList(job[key]).some((item) => item !== null));
  const fixed = asList(job['static_configs']).flatMap((group, index) =>
    asList(getAt(group, 'targets')).map((target, at) => ({ target, path: [...path, 'static_configs', index, 'targets', at] })),
  );
  const text = JSON.stringify(job);
  const name = String(job['job_name'] ?? 'job');
  const clustered = asList(job['kubernetes_sd_configs']).some((item) =>
    ['pod', 'endpoints', 'endpointslice', 'node'].includes(String(getAt(item, 'role'))),
  );
  return [
    ...(discoveries.length === 0 && fixed.length === 0 && !text.includes('${') ? [{ path, message: `"${name}" has no targets` }] : []),
    // Any mention of a node may limit the targets to those of one node.
    ...(perNode && clustered && !/node_?name/i.test(text)
      ? [{ path, severity: 'error' as const, message: `every node’s Collector scrapes all targets of "${name}"` }]
      : []),
    ...fixed.flatMap(({ target, path: at }): Place[] =>
      typeof target === 'string' && hasBadPort(target) ? [{ path: at, message: `"${target}" has no port that can be dialled` }] : [],
    ),
    ...asList(job['relabel_configs']).flatMap((rule, index) => checkRelabelling(rule, [...path, 'relabel_configs', index])),
  ];
}

export const scrapeJobs: Rule = {
  id: 'C079',
  title: 'scrape job without targets, or with all of them on every node',
  severity: 'warning',
  why: 'A job that discovers nothing is silent, and so is a rule on a label that no target has. In a DaemonSet, a job that is not limited to its node scrapes every target as many times as there are nodes.',
  remedy:
    'Give the job static_configs or a *_sd_configs; in a DaemonSet limit it: selectors: [{role: pod, field: "spec.nodeName=${env:K8S_NODE_NAME}"}].',
  source: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config',
  check: ({ graph, deployment }) =>
    findUsed(graph, 'receiver', 'prometheus')
      // A target allocator gives each Collector its share of the targets.
      .filter(({ config }) => !isMapping(config['target_allocator']))
      .flatMap(({ config, path }) =>
        asList(getAt(config, 'config', 'scrape_configs')).flatMap((job, index) =>
          checkJob(
            asMapping(job),
            [...path, 'config', 'scrape_configs', index],
            isPerNode(deployment) && getAt(deployment?.spec, 'targetAllocator', 'enabled') !== true,
          ),
        ),
      ),
};
