import { isSignal, type Signal } from '../../catalogue/component-kind.ts';
import { findSupportedSignals, mayHaveMoreSignals } from '../../catalogue/component-types.ts';
import type { ConfiguredComponent, ConfiguredPipeline, PipelineGraph, Use } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';

type Pair = { readonly from: Signal; readonly to: Signal };

function readPairs(component: ConfiguredComponent): readonly Pair[] | undefined {
  return findSupportedSignals('connector', component.type)?.flatMap((supported) => (typeof supported === 'string' ? [] : [supported]));
}

function readSignals({ component }: Use): readonly Signal[] | undefined {
  if (component === undefined || component.kind === 'connector') return undefined;
  return findSupportedSignals(component.kind, component.type)?.flatMap((supported) => (typeof supported === 'string' ? [supported] : []));
}

function checkConnector(graph: PipelineGraph, component: ConfiguredComponent, version: string): Place[] {
  const find = (side: 'receivers' | 'exporters'): ConfiguredPipeline[] =>
    graph.pipelines.filter((pipeline) => pipeline[side].some((use) => use.component === component));
  const [feeding, fed] = [find('exporters'), find('receivers')];
  if (feeding.length === 0 && fed.length === 0) return [];
  if (feeding.length === 0)
    return [{ path: component.path, message: `connector "${component.id}" is the exporter of no pipeline: nothing comes in` }];
  if (fed.length === 0)
    return [{ path: component.path, message: `connector "${component.id}" is the receiver of no pipeline: nothing goes on` }];
  const pairs = readPairs(component);
  if (pairs === undefined) return [];
  return feeding
    .filter(
      ({ signal }) => isSignal(signal) && !pairs.some(({ from, to }) => from === signal && fed.some((pipeline) => pipeline.signal === to)),
    )
    .map(({ id, signal }) => ({
      path: component.path,
      ...severityOf(component, version),
      message: `connector "${component.id}" cannot turn ${signal} of pipeline "${id}" into ${[...new Set(fed.map((pipeline) => pipeline.signal))].join(', ')}`,
    }));
}

/** It is an error only where the signals of exactly this release are known. */
function severityOf({ kind, type }: ConfiguredComponent, version: string): Pick<Place, 'severity'> {
  return mayHaveMoreSignals(kind, type, version) ? { severity: 'warning' } : {};
}

export const wrongSignal: Rule = {
  id: 'C040',
  title: 'component in a pipeline of a signal that it does not have',
  severity: 'error',
  why: 'Components are made for certain signals, connectors for certain pairs, and a connector joins two pipelines: it is an exporter of one and a receiver of the other. Anything else stops the Collector at start.',
  remedy: 'Move the component to a pipeline of its signal; name a connector in the exporters of one pipeline and the receivers of another.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/issues/8721',
  check: ({ graph, complete, version }) => [
    ...graph.components
      .filter(({ kind }) => complete && kind === 'connector')
      .flatMap((component) => checkConnector(graph, component, version)),
    ...graph.pipelines.flatMap(({ id, signal, receivers, processors, exporters }) =>
      [...receivers, ...processors, ...exporters].flatMap((use): Place[] => {
        const signals = readSignals(use);
        if (use.component === undefined || signals === undefined || signals.length === 0 || !isSignal(signal) || signals.includes(signal))
          return [];
        return [
          {
            path: use.path,
            ...severityOf(use.component, version),
            message: `"${use.id}" has no ${signal} (only ${signals.join(', ')}), and pipeline "${id}" is one of ${signal}`,
          },
        ];
      }),
    ),
  ],
};
