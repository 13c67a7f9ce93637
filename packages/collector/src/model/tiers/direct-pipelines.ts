// The pipelines of a tier that sends to the backends itself.
import type { Signal } from '../../catalogue/component-kind.ts';
import type { Component } from '../../components/component.ts';
import { buildCumulativeToDelta } from '../../components/cumulative-to-delta.ts';
import type { Pipeline } from '../collector-model.ts';
import { exportersFor, temporalities, type Destination } from '../destinations/destinations.ts';
import type { EnvironmentInput } from '../environment-input.ts';
import { buildSpanMetricsConnectors } from './span-metrics-pipelines.ts';
import { buildTracesPipelines } from './traces-pipelines.ts';

export interface DirectSettings {
  /** In the order of the pipelines. */
  readonly signals: readonly Signal[];
  readonly receivers: Readonly<Record<Signal, readonly Component[]>>;
  /** The first processor of each pipeline. */
  readonly limiter: Component;
  /** The other processors of a signal. */
  readonly processing: (signal: Signal) => readonly Component[];
  /** undefined: all traces are kept. */
  readonly sampler: Component | undefined;
  readonly destinations: readonly Destination[];
}

export function buildDirectPipelines(input: EnvironmentInput, settings: DirectSettings): readonly Pipeline[] {
  const { signals, receivers, limiter, processing, sampler, destinations } = settings;
  const connectors = buildSpanMetricsConnectors(input, {
    cumulative: exportersFor(destinations, 'metrics', 'cumulative').length > 0,
    delta: exportersFor(destinations, 'metrics', 'delta').length > 0,
  });
  return signals.flatMap((signal): readonly Pipeline[] => {
    const processors = [limiter, ...processing(signal)];
    switch (signal) {
      case 'traces':
        return buildTracesPipelines({
          receivers: receivers.traces,
          processors: processing('traces'),
          limiter,
          connectors: [...connectors.cumulative, ...connectors.delta],
          sampler,
          exporters: exportersFor(destinations, 'traces'),
        });
      case 'metrics':
        return temporalities.flatMap((temporality): readonly Pipeline[] => {
          const exporters = exportersFor(destinations, 'metrics', temporality);
          if (exporters.length === 0) return [];
          const from = [...receivers.metrics, ...connectors[temporality]];
          return temporality === 'cumulative'
            ? [{ signal, receivers: from, processors, exporters }]
            : [{ signal, name: 'delta', receivers: from, processors: [...processors, buildCumulativeToDelta()], exporters }];
        });
      case 'logs':
        return [{ signal, receivers: receivers.logs, processors, exporters: exportersFor(destinations, 'logs') }];
    }
  });
}
