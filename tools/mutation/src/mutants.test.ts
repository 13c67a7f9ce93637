import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildMutants } from './mutants.ts';

const config =
  'processors:\n  # why\n  memory_limiter: { check_interval: 1s }\nservice:\n  pipelines:\n    traces:\n      receivers:\n        - otlp\n        - zipkin\n';

test('each line is taken away once, and each value changed once', () => {
  const mutants = buildMutants(config);
  expect(mutants.map(({ kind, path, line }) => `${kind} ${path} ${line}`)).toEqual([
    'removed processors 1',
    'removed processors.memory_limiter 3',
    'removed processors.memory_limiter.check_interval 3',
    'changed processors.memory_limiter.check_interval 3',
    'removed service 4',
    'removed service.pipelines 5',
    'removed service.pipelines.traces 6',
    'removed service.pipelines.traces.receivers 7',
    'removed service.pipelines.traces.receivers.0 8',
    'changed service.pipelines.traces.receivers.0 8',
    'removed service.pipelines.traces.receivers.1 9',
    'changed service.pipelines.traces.receivers.1 9',
  ]);
  const original: unknown = parse(config);
  for (const { text } of mutants) expect(parse(text)).not.toEqual(original);
});
