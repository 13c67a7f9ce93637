import { isUsed } from '../pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';

export const unusedOrUndefined: Rule = {
  id: 'C039',
  title: 'component that is defined and not used, or used and not defined',
  severity: 'error',
  why: 'A component outside of every pipeline does nothing, silently: often a pipeline was meant to have it. One that is used and not defined stops the Collector at start.',
  remedy: 'Add it to a pipeline (an extension to service.extensions), or remove it.',
  source: 'https://opentelemetry.io/docs/collector/configuration/#service',
  check: ({ graph, complete, origin }) => {
    const places: Place[] = [];
    if (graph.pipelines.length === 0 || (!complete && origin === 'raw')) return places;
    for (const component of graph.components) {
      if (!isUsed(graph, component)) {
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
