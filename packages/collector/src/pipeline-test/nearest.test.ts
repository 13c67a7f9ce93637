import { expect, it } from 'vitest';
import { findNearest } from './nearest.ts';

it.each([
  ['confg', 'config'],
  ['atributes', 'attributes'],
  ['otlp_grpc/temop', 'otlp_grpc/tempo'],
  ['oltp', 'otlp'],
  ['zzz', undefined],
])('%s means %s', (word, meant) => {
  expect(findNearest(word, ['config', 'attributes', 'otlp_grpc/tempo', 'otlp_http/loki', 'otlp'])).toBe(meant);
});
