import type { Resource } from '@opentelemetry/resources';
import { TracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { PlinthOptions } from '../options/options.ts';
import { lookahead } from './redacting-processor.ts';
import { createSampler } from './sampler.ts';

export function createTracerProvider(
  options: PlinthOptions['traces'],
  resource: Resource,
  spanProcessors: SpanProcessor[],
): TracerProvider {
  return new TracerProvider({
    resource,
    sampler: createSampler(options.sampler),
    spanProcessors,
    spanLimits: {
      attributeCountLimit: options.limits.attributeCount,
      // A secret that stands across the cut is known by what follows: the redacting processor sees that, and cuts.
      attributeValueLengthLimit: options.limits.attributeValueLength + lookahead,
      eventCountLimit: options.limits.eventCount,
      linkCountLimit: options.limits.linkCount,
    },
  });
}
