// What plinth.pipeline-test.yaml may hold.
import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'expected text, a number, true or false' });

const attributes = z.record(
  z.string(),
  z.union([scalar, z.array(scalar)], { error: 'expected text, a number, true, false, or a list of them' }),
);

const repeat = z.int().min(1).max(10_000).default(1);

/** What every record may say about where it comes from. */
const origin = {
  service: z.string().min(1).optional(),
  resource: attributes.default({}),
  attributes: attributes.default({}),
  repeat,
};

const span = z.strictObject({
  name: z.string().min(1),
  kind: z.enum(['internal', 'server', 'client', 'producer', 'consumer']).default('internal'),
  status: z.enum(['unset', 'ok', 'error']).default('unset'),
  message: z.string().default(''),
  /** Spans with the same word are in one trace; without one, each span is a trace of its own. */
  trace: z.string().min(1).optional(),
  /** The name of the parent: a span of the same trace. */
  parent: z.string().min(1).optional(),
  milliseconds: z.number().min(0).default(10),
  events: z.array(z.strictObject({ name: z.string().min(1), attributes: attributes.default({}) })).default([]),
  ...origin,
});

const log = z.strictObject({
  body: z.union([scalar, attributes], { error: 'expected text, a number, true, false, or a map' }),
  severity: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  trace: z.string().min(1).optional(),
  ...origin,
});

const metric = z.strictObject({
  name: z.string().min(1),
  type: z.enum(['gauge', 'sum', 'histogram']).default('gauge'),
  unit: z.string().default(''),
  temporality: z.enum(['cumulative', 'delta']).default('cumulative'),
  value: z.number().default(1),
  /** Upper bounds of a histogram; the value is the one measurement in it. */
  bounds: z.array(z.number()).default([]),
  ...origin,
});

const given = z.strictObject({
  /** A receiver of the config; needed only where several take the signal. */
  receiver: z.string().min(1).optional(),
  headers: z.record(z.string(), z.string()).default({}),
  spans: z.array(span).default([]),
  logs: z.array(log).default([]),
  metrics: z.array(metric).default([]),
  /** What is in the files that a file_log receiver reads, by the path that they have where it is deployed. */
  files: z.record(z.string().regex(/^\//, { error: 'expected an absolute path' }), z.string()).default({}),
  /** Files with OTLP in JSON, one export request each, relative to the test file. */
  otlp: z.array(z.string().min(1)).default([]),
});

const text = z.string().min(1);

const pattern = z.string().refine(isPattern, { error: 'expected a regular expression' });

/** What a value must be. A bare value means `equals`. */
const condition = z.union(
  [
    scalar,
    z.strictObject({
      equals: scalar.optional(),
      matches: pattern.optional(),
      contains: text.optional(),
      lacks: text.optional(),
      present: z.literal(true).optional(),
      absent: z.literal(true).optional(),
    }),
  ],
  { error: 'expected a value, or one or more of equals, matches, contains, lacks, present: true, absent: true' },
);

const amountRule = { error: 'expected a number, all, none, 10%, about 10%, or { min, max }' };

const amount = z.union(
  [
    z.int().min(0),
    z.string().regex(/^(all|none|(about )?\d+(\.\d+)?%)$/, amountRule),
    z.strictObject({ min: z.int().min(0).optional(), max: z.int().min(0).optional() }),
  ],
  amountRule,
);

const expectation = z.strictObject({
  signal: z.enum(['spans', 'logs', 'metrics']).optional(),
  /** An exporter of the config. Without it, any. */
  at: z.string().min(1).optional(),
  /** Which of the records: by name, kind, status, severity, body, or an attribute of record or resource. */
  where: z.record(z.string(), condition).default({}),
  kept: amount.optional(),
  dropped: amount.optional(),
  /** How many records arrived, those that the pipeline made itself included. */
  arrived: amount.optional(),
  name: condition.optional(),
  body: condition.optional(),
  attributes: z.record(z.string(), condition).default({}),
  resource: z.record(z.string(), condition).default({}),
  /** Texts that no byte of what any exporter sends may hold. */
  nowhere: z.array(text).default([]),
});

const duration = z.string().regex(/^\d+(ms|s)$/, { error: 'expected a duration like 500ms or 5s' });

export const suiteSchema = z.strictObject({
  /** The Collector config, relative to the test file. */
  config: text,
  /** What the config reads with ${env:NAME}. */
  env: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({}),
  timing: z.enum(['real', 'fast']).default('real'),
  tests: z
    .array(
      z.strictObject({
        name: text,
        given,
        expect: z.array(expectation).min(1),
        /** How long to wait for what a pipeline sends by itself, before it is stopped and flushed. */
        within: duration.default('0s'),
      }),
    )
    .min(1),
});

export type PipelineTestSuite = z.output<typeof suiteSchema>;
export type PipelineTest = PipelineTestSuite['tests'][number];
export type Given = PipelineTest['given'];
export type Expectation = PipelineTest['expect'][number];
export type Condition = z.output<typeof condition>;
export type Amount = z.output<typeof amount>;

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
