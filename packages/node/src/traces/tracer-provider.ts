import type { Resource } from '@opentelemetry/resources';
import { TracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { PlinthOptions } from '../options/options.ts';
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
      attributeValueLengthLimit: options.limits.attributeValueLength,
      eventCountLimit: options.limits.eventCount,
      linkCountLimit: options.limits.linkCount,
    },
  });
}
