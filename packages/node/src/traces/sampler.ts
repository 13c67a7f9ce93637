// Whether a span is sampled: the samplers of the OpenTelemetry specification, as OTEL_TRACES_SAMPLER names them.
import { TraceFlags, type SpanContext } from '@opentelemetry/api';
import type { SamplerOptions } from '../options/options.ts';

export interface Sampler {
  /** Whether a span is sampled exactly where its parent is. */
  readonly followsParent: boolean;
  /** `readChance` gives the number of the trace id that a ratio is compared with, from 0 to 2³² - 1. */
  readonly isSampled: (parent: SpanContext | undefined, readChance: () => number) => boolean;
}

export interface AdjustableSampler extends Sampler {
  /** The share of new traces that is sampled, from 0 to 1. */
  ratio(): number;
  /** Sets another ratio. With undefined the sampler goes back to its options. Parents are followed as before. */
  override(ratio: number | undefined): void;
}

type Decide = (readChance: () => number) => boolean;

export function createSampler(options: SamplerOptions): Sampler {
  switch (options.type) {
    case 'always_on':
      return createRootSampler(() => true);
    case 'always_off':
      return createRootSampler(() => false);
    case 'traceidratio':
      return createRootSampler(createRatio(options.ratio));
    case 'parentbased_always_on':
      return createParentSampler(() => true);
    case 'parentbased_always_off':
      return createParentSampler(() => false);
    case 'parentbased_traceidratio':
      return createParentSampler(createRatio(options.ratio));
  }
}

/** A sampler whose ratio can be overridden while the process runs. */
export function createAdjustableSampler(options: SamplerOptions): AdjustableSampler {
  const type = options.type.startsWith('parentbased_') ? 'parentbased_traceidratio' : 'traceidratio';
  const configured = 'ratio' in options ? options.ratio : options.type.endsWith('always_on') ? 1 : 0;
  let current = configured;
  // An override replaces the decision itself: a second function in between would be called for each span.
  const sampler = {
    ...createSampler(options),
    ratio: () => current,
    override(ratio: number | undefined) {
      current = ratio ?? configured;
      Object.assign(sampler, createSampler(ratio === undefined ? options : { type, ratio }));
    },
  };
  return sampler;
}

function createRatio(ratio: number): Decide {
  const bound = ratio >= 1 ? 4_294_967_296 : Math.floor(ratio * 4_294_967_295);
  return (readChance) => readChance() < bound;
}

function createRootSampler(decide: Decide): Sampler {
  return { followsParent: false, isSampled: (_parent, readChance) => decide(readChance) };
}

function createParentSampler(decideRoot: Decide): Sampler {
  return {
    followsParent: true,
    isSampled: (parent, readChance) => (parent === undefined ? decideRoot(readChance) : (parent.traceFlags & TraceFlags.SAMPLED) !== 0),
  };
}
