import { findExporterTraits, takesOnly } from '../../backends/backends.ts';
import { isReplicated } from '../facts/deployment.ts';
import { findTargets } from '../facts/endpoints.ts';
import { findUpstream, type ConfiguredPipeline, type Use } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';

function has(line: readonly ConfiguredPipeline[], type: string): boolean {
  return line.some(({ processors }) => processors.some((use) => use.type === type));
}

/** Scrapes give cumulative metrics. Metrics made of spans are cumulative too, unless the config says delta. */
function givesCumulative({ type, component }: Use): boolean {
  if (type === 'span_metrics') return getAt(component?.config, 'aggregation_temporality') !== 'AGGREGATION_TEMPORALITY_DELTA';
  return type === 'prometheus';
}

/** Elasticsearch takes sums of both temporalities, and drops cumulative histograms. */
function checkHistograms({ id, path }: Use, line: readonly ConfiguredPipeline[]): Place[] {
  const receivers = line.filter(({ signal }) => signal === 'metrics').flatMap((pipeline) => pipeline.receivers);
  if (receivers.some(givesCumulative))
    return [{ path, severity: 'warning', message: `"${id}" drops cumulative histograms, and nothing makes delta of them` }];
  if (!receivers.some(({ type }) => type === 'otlp')) return [];
  return [{ path, severity: 'info', message: `"${id}" drops histograms of services that send cumulative ones, as SDKs do by default` }];
}

export const temporality: Rule = {
  id: 'C052',
  title: 'temporality that the backend does not take',
  severity: 'error',
  why: 'Datadog and Dynatrace take delta metrics over OTLP, Elasticsearch delta histograms, Prometheus and what descends from it cumulative metrics. The other kind is dropped, often without an error. cumulative_to_delta needs all points of a series on one instance.',
  remedy: "Delta backends: cumulative_to_delta in the agent. Prometheus: delta_to_cumulative, or leave the SDK's default.",
  source: 'https://docs.datadoghq.com/opentelemetry/guide/otlp_delta_temporality/',
  check: ({ graph, deployment }) =>
    graph.pipelines
      .filter(({ signal }) => signal === 'metrics')
      .flatMap((pipeline): Place[] => {
        const line = [pipeline, ...findUpstream(graph, pipeline)];
        const toDelta = has(line, 'cumulative_to_delta');
        const places: Place[] = [];
        for (const use of pipeline.exporters) {
          const { id, type, path, component } = use;
          if (component === undefined) continue;
          const taken = findExporterTraits(type).metrics;
          const targets = findTargets(component).map(({ text }) => text);
          const fromDelta = getAt(component.config, 'temporality') === 'delta';
          if (
            (type === 'otlp_http' || type === 'otlp_grpc') &&
            targets.some((text) => takesOnly('delta', text)) &&
            !toDelta &&
            !fromDelta
          ) {
            places.push({ path, severity: 'warning', message: `"${id}" takes delta metrics only, and nothing makes delta of them` });
          }
          if (taken === 'delta_histograms' && !toDelta) places.push(...checkHistograms(use, line));
          const cumulative = taken === 'cumulative' || targets.some((text) => takesOnly('cumulative', text));
          if (cumulative && toDelta && !has(line, 'delta_to_cumulative'))
            places.push({ path, message: `"${id}" takes cumulative metrics only, and cumulative_to_delta comes before it` });
        }
        const converter = pipeline.processors.find(({ type }) => type === 'cumulative_to_delta');
        if (converter !== undefined && isReplicated(deployment)) {
          places.push({
            path: converter.path,
            severity: 'warning',
            message: `"${converter.id}" on several replicas sees parts of a series`,
          });
        }
        return places;
      }),
};
