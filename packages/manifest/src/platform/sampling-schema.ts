// The schema of sampling: it says which traces are kept.
import { z } from 'zod';
import { durationSchema } from '../core/duration.ts';
import { nameSchema, ratioSchema } from '../core/scalars.ts';

const matchSchema = z
  .strictObject({
    errors: z.literal(true).optional().describe('Traces with a span whose status is an error.'),
    slowerThan: durationSchema.optional().describe('Traces that take longer.'),
    services: z.array(z.string().min(1)).min(1).optional().describe('Traces with a span of one of these services.'),
    attribute: z
      .strictObject({ key: z.string().min(1), values: z.array(z.string().min(1)).min(1) })
      .optional()
      .describe('Traces with a span that has one of these values.'),
  })
  .refine((match) => Object.values(match).some((value) => value !== undefined), 'at least one of errors, slowerThan, services, attribute')
  .meta({ description: 'What a policy is about. All that is given must hold.' });

export const samplingSchema = z
  .strictObject({
    rest: ratioSchema.default(1).describe('Share of the traces that no policy keeps. 1 keeps all, and needs no sampler.'),
    policies: z
      .array(z.strictObject({ name: nameSchema, match: matchSchema, keep: ratioSchema.default(1).describe('Share that is kept.') }))
      .prefault([])
      .describe('Decided on whole traces: needs the topology two_tier or local.'),
    decisionWait: durationSchema
      .prefault('30s')
      .describe('How long a trace may take before it is decided on: above the p99 of its duration.'),
  })
  .meta({ description: 'Which traces are kept. Metrics from spans are made before.' });

export type Sampling = z.infer<typeof samplingSchema>;
export type SamplingPolicy = Sampling['policies'][number];
