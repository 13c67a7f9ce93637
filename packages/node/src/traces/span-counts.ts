// How many spans were started, left out by the sampler, and are still running.
import { SamplingDecision, type Sampler } from '@opentelemetry/api';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';

export interface SpanCounts {
  readonly started: number;
  readonly sampledOut: number;
  /** Spans that have started, are recorded, and have not ended. */
  readonly open: number;
}

export interface SpanCounter {
  /** The sampler, counting what it decides. */
  countDecisions(sampler: Sampler): Sampler;
  readonly processor: SpanProcessor;
  counts(): SpanCounts;
}

export function createSpanCounter(): SpanCounter {
  let started = 0;
  let sampledOut = 0;
  let ended = 0;
  return {
    countDecisions: (sampler) => ({
      shouldSample(...decide) {
        const result = sampler.shouldSample(...decide);
        started++;
        if (result.decision === SamplingDecision.NOT_RECORD) sampledOut++;
        return result;
      },
      toString: () => sampler.toString(),
    }),
    processor: {
      onStart() {},
      onEnd: () => void ended++,
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    },
    counts: () => ({ started, sampledOut, open: started - sampledOut - ended }),
  };
}
