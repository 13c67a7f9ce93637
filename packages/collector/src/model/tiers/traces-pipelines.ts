// Traces on their way from a receiver: metrics are made of all of them first, and then they are sampled.
import type { Component } from '../../components/component.ts';
import { buildForward } from '../../components/span-metrics.ts';
import type { Pipeline } from '../collector-model.ts';

export interface TracesSettings {
  readonly receivers: readonly Component[];
  readonly processors: readonly Component[];
  /** The first processor of each pipeline. */
  readonly limiter: Component;
  /** What makes metrics of spans. */
  readonly connectors: readonly Component[];
  /** undefined: all traces are kept. */
  readonly sampler?: Component | undefined;
  readonly exporters: readonly Component[];
}

export function buildTracesPipelines(settings: TracesSettings): readonly Pipeline[] {
  const { receivers, processors, limiter, connectors, sampler, exporters } = settings;
  if (sampler === undefined)
    return [{ signal: 'traces', receivers, processors: [limiter, ...processors], exporters: [...connectors, ...exporters] }];
  const forward = buildForward('to_sampling');
  return [
    {
      signal: 'traces',
      name: 'in',
      receivers,
      processors: [limiter, ...processors],
      exporters: [...connectors, forward],
      reason: 'Every span: what is counted is counted before sampling.',
    },
    { signal: 'traces', name: 'sampled', receivers: [forward], processors: [limiter, sampler], exporters, reason: 'What is kept.' },
  ];
}
