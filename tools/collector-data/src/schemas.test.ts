import { expect, test } from 'vitest';
import { buildNode, mergeNodes, selectAdditions, shareShapes } from './schemas.ts';

const file = {
  module: { path: 'go.opentelemetry.io/collector/receiver/x', version: 'v0.161.0', folder: '/nowhere' },
  folder: '',
  schema: {},
};
const builder = { overrides: {}, additions: {}, loose: [], schemas: {}, download: false, missing: new Set<string>() };

test('types, durations, words, lists, maps, embedded maps', () => {
  const node = buildNode(builder, file, {
    type: 'object',
    properties: {
      a: { type: 'string' },
      b: { type: 'string', format: 'duration', 'x-customType': 'time.Duration' },
      c: { type: 'string', enum: ['x', 'y'] },
      d: { type: 'array', items: { type: 'integer', 'x-customType': 'int32' } },
      e: { type: 'object', additionalProperties: { type: 'boolean' } },
      f: { type: 'string', 'x-customType': 'example.org/some.Type' },
    },
    allOf: [{ type: 'object', properties: { g: { type: 'number' } } }],
  });
  expect(node).toEqual({ a: 'string', b: 'duration', c: '=x|y', d: ['integer'], e: { '*': 'boolean' }, f: 'any', g: 'number' });
});

test('what is embedded from a module that is not there leaves other keys open', () => {
  const missing = new Set<string>();
  const schema = { type: 'object', properties: { a: { type: 'string' } }, allOf: [{ $ref: './internal/nowhere.config' }] };
  expect(buildNode({ ...builder, missing }, file, schema)).toEqual({ a: 'string', '*': 'any' });
  expect([...missing]).toEqual(['./internal/nowhere.config']);
});

test('two versions: keys of both, the newer type, and no open end that one of them does not have', () => {
  expect(mergeNodes({ a: 'string', n: 'integer', '*': 'any' }, { a: 'boolean', b: { c: 'string' } })).toEqual({
    a: 'string',
    n: 'integer',
    b: { c: 'string' },
  });
  expect(mergeNodes({ '*': 'string' }, { '*': 'string' })).toEqual({ '*': 'string' });
  expect(mergeNodes('any', { a: 'string' })).toEqual({ a: 'string' });
});

test('a map that occurs twice is a shape', () => {
  const long = { a_rather_long_key: 'string', another_long_key: 'duration' };
  expect(shareShapes({ x: { one: long }, y: [long] })).toEqual({ shapes: [long], nodes: { x: { one: '#0' }, y: ['#0'] } });
});

test('an addition ends with its last release', () => {
  const additions = { 'config/x.client': { until: '0.165.0', keys: { old: 'string' } } };
  expect(selectAdditions({ additions, overrides: {}, loose: [], schemas: {} }, '0.161.0')).toEqual({
    'config/x.client': { old: 'string' },
  });
  expect(selectAdditions({ additions, overrides: {}, loose: [], schemas: {} }, '0.165.0')).toEqual({});
});
