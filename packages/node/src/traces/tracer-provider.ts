import type { Resource } from '@opentelemetry/resources';
import { TracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { PlinthOptions } from '../options/options.ts';
import { createSampler } from './sampler.ts';
import type { SpanCounter } from './span-counts.ts';

export function createTracerProvider(
  options: PlinthOptions['traces'],
  resource: Resource,
  counter: SpanCounter,
  spanProcessors: readonly SpanProcessor[],
): TracerProvider {
  return new TracerProvider({
    resource,
    sampler: counter.countDecisions(createSampler(options.sampler)),
    spanProcessors: [counter.processor, ...spanProcessors],
    spanLimits: {
      attributeCountLimit: options.limits.attributeCount,
      attributeValueLengthLimit: options.limits.attributeValueLength,
      eventCountLimit: options.limits.eventCount,
      linkCountLimit: options.limits.linkCount,
    },
  });
}
