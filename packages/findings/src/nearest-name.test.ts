import { expect, test } from 'vitest';
import { findNearestName, isSlipOf } from './nearest-name.ts';

test.each([
  ['oltp', ['otlp', 'olap_store'], 'otlp'],
  ['memroy_limiter', ['memory_limiter', 'metrics_generator'], 'memory_limiter'],
  ['MemoryLimiter', ['batch', 'memory_limiter'], 'memory_limiter'],
  ['endpoimt', ['endpoint', 'end_point'], 'endpoint'],
  ['trace', ['traces', 'metrics'], 'traces'],
  ['al', ['all'], 'all'],
  ['lokki', ['otlp_http/loki', 'loki', 'tempo'], 'loki'],
])('%s among %j is %s', (name, known, nearest) => {
  expect(findNearestName(name, known)).toBe(nearest);
});

test.each([
  ['oltp', ['file', 'kafka']],
  ['ptlo', ['otlp']],
  ['ab', ['ac', 'b']],
  ['', ['a', 'otlp']],
  ['-', ['a']],
  ['something_else_entirely', ['debug', 'otlp_http']],
])('%s means none of %j', (name, known) => {
  expect(findNearestName(name, known)).toBeUndefined();
});

test.each([
  ['ca.ctr', 'ca.crt', false],
  ['ca.cr', 'ca.crt', true],
  ['caa.crt', 'ca.crt', true],
  ['cb.crt', 'ca.crt', true],
  ['ca.crt', 'ca.crt', false],
  ['tls.crt', 'ca.crt', false],
])('%s is a slip of %s: %s', (name, meant, slip) => {
  expect(isSlipOf(name, meant)).toBe(slip);
});
