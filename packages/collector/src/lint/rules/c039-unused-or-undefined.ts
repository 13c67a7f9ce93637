import { isUsed } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';

/** The components that presets of the opentelemetry-collector chart put into pipelines. */
const ofPresets = [
  'k8s_attributes',
  'resource_detection',
  'file_log',
  'host_metrics',
  'kubelet_stats',
  'k8s_cluster',
  'k8s_events',
  'k8s_objects',
  'receiver_creator',
  'k8s_observer',
];

export const unusedOrUndefined: Rule = {
  id: 'C039',
  title: 'component that is defined and not used, or used and not defined',
  severity: 'error',
  why: 'A component outside of every pipeline does nothing, silently: often a pipeline was meant to have it. One that is used and not defined stops the Collector at start.',
  remedy: 'Add it to a pipeline (an extension to service.extensions), or remove it.',
  source: 'https://opentelemetry.io/docs/collector/configuration/#service',
  check: ({ graph, complete, origin }) => {
    const places: Place[] = [];
    if (graph.pipelines.length === 0 || (!complete && origin !== 'helm')) return places;
    for (const component of graph.components) {
      if (!isUsed(graph, component) && (complete || !ofPresets.includes(component.type))) {
        const where = component.kind === 'extension' ? 'not in service.extensions' : 'in no pipeline';
        places.push({ path: component.path, severity: 'warning', message: `${component.kind} "${component.id}" is ${where}` });
      }
    }
    if (!complete) return places;
    for (const { receivers, processors, exporters } of [
      ...graph.pipelines,
      { receivers: [], processors: [], exporters: graph.extensions },
    ]) {
      for (const { id, path, component } of [...receivers, ...processors, ...exporters]) {
        if (component === undefined && !id.includes('$')) places.push({ path, message: `"${id}" is not defined` });
      }
    }
    return places;
  },
};
