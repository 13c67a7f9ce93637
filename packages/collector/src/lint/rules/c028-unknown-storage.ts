import type { Place, Rule } from '../rule.ts';
import { asString, getAt } from '../source/value-path.ts';

export const unknownStorage: Rule = {
  id: 'C028',
  title: 'storage that is not there',
  severity: 'error',
  why: 'The extension that should keep the queue on disk is not defined or not in service.extensions: the config is valid, and the Collector stops when it starts.',
  remedy: 'Define the extension, and list it in service.extensions.',
  source: 'https://opentelemetry.io/docs/collector/resiliency/',
  check: ({ graph, complete }) =>
    complete
      ? graph.components
          .filter(({ kind }) => kind === 'exporter' || kind === 'receiver')
          .flatMap(({ config, path }): Place[] =>
            [['sending_queue', 'storage'], ['storage'], ['k8s_leader_elector']].flatMap((key): Place[] => {
              const id = asString(getAt(config, ...key));
              if (id === undefined || id.includes('$') || graph.extensions.some((use) => use.id === id && use.component !== undefined))
                return [];
              const defined = graph.components.some((component) => component.kind === 'extension' && component.id === id);
              return [
                { path: [...path, ...key], message: `extension "${id}" is ${defined ? 'not in service.extensions' : 'not defined'}` },
              ];
            }),
          )
      : [],
};
