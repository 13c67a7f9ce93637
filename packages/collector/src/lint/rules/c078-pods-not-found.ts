import { readAssociation } from '../facts/component-traits.ts';
import { isUsed } from '../facts/pipeline-graph.ts';
import { readsPodLogs } from '../facts/pod-logs.ts';
import type { Place, Rule } from '../rule.ts';
import { asList, getAt } from '../source/value-path.ts';

/** The values that `from` of a source can have. */
const origins = ['resource_attribute', 'connection', 'build_hostname'];

/** The attributes that the container operator of file_log reads from the path of a file. */
const fromPaths = ['k8s.pod.uid', 'k8s.pod.name'];

export const podsNotFound: Rule = {
  id: 'C078',
  title: 'k8s_attributes that finds no pod for log files',
  severity: 'warning',
  why: 'A line of a file came by no connection: where pods are looked up by the address of the sender alone, it gets no labels and no names of workloads.',
  remedy:
    'pod_association: first {sources: [{from: resource_attribute, name: k8s.pod.uid}]}, which file_log’s container operator sets, then {sources: [{from: connection}]}.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/processor/k8sattributesprocessor/README.md',
  check: ({ graph }) => [
    ...graph.pipelines.flatMap(({ receivers, processors }): Place[] => {
      const processor = processors.find(({ type }) => type === 'k8s_attributes')?.component;
      const reader = receivers.find(({ type, component }) => type === 'file_log' && readsPodLogs(component));
      if (processor === undefined || reader === undefined || processor.config['passthrough'] === true) return [];
      const sources = asList(processor.config['pod_association']).flatMap((rule) => asList(getAt(rule, 'sources')));
      const known = sources.some((source) => fromPaths.includes(String(getAt(source, 'name'))));
      if (known || readAssociation(processor) === 'not') return [];
      return [{ path: processor.path, message: `"${processor.id}" knows pods by no attribute that "${reader.id}" sets` }];
    }),
    ...graph.components
      .filter((component) => component.type === 'k8s_attributes' && isUsed(graph, component))
      .flatMap(({ config, path }) =>
        asList(config['pod_association']).flatMap((rule, index) =>
          asList(getAt(rule, 'sources')).flatMap((source, at): Place[] => {
            const [from, name] = [getAt(source, 'from'), getAt(source, 'name')];
            const place = [...path, 'pod_association', index, 'sources', at];
            if (from === 'resource_attribute' && name === undefined)
              return [{ path: place, severity: 'error', message: 'which attribute a source compares is not said: name' }];
            if (typeof from === 'string' && (origins.includes(from) || from.includes('$'))) return [];
            const written = from === undefined ? 'nothing' : `"${String(from)}"`;
            return [{ path: place, severity: 'error', message: `a source is from resource_attribute or connection, not from ${written}` }];
          }),
        ),
      ),
  ],
};
