// oxlint-disable no-console -- it is what is tested
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startConsoleAdoption, type ConsoleLine } from './console.ts';

const lines: ConsoleLine[] = [];
const passage = { depth: 0 };
const before = vi.fn();
let adoption: { shutdown: () => void };
const log = console.log;

beforeEach(() => {
  lines.length = 0;
  before.mockClear();
  console.log = before;
  adoption = startConsoleAdoption((line) => void lines.push(line), passage);
});
afterEach(() => {
  adoption.shutdown();
  console.log = log;
  passage.depth = 0;
});

const error = new Error('bad');
test.each<[string, () => void, ConsoleLine]>([
  ['a text', () => console.log('a'), { level: 'info', message: 'a', meta: undefined }],
  ['a text with fields', () => console.warn('a', { b: 1 }), { level: 'warn', message: 'a', meta: { b: 1 } }],
  ['a text with an error', () => console.error('a', error), { level: 'error', message: 'a', meta: { error } }],
  ['an error', () => console.error(error), { level: 'error', message: 'bad', meta: { error } }],
  ['tokens', () => console.info('%s of %d', 'a', 5), { level: 'info', message: 'a of 5', meta: undefined }],
  ['many values', () => console.debug('a', [1], null), { level: 'debug', message: 'a [ 1 ] null', meta: undefined }],
  ['nothing', () => console.log(), { level: 'info', message: '', meta: undefined }],
  [
    'an assertion',
    () => console.assert(false, '%s of %d', 'a', 5),
    { level: 'error', message: 'Assertion failed: a of 5', meta: undefined },
  ],
  ['an assertion without words', () => console.assert(false), { level: 'error', message: 'Assertion failed', meta: undefined }],
  [
    'an object, with options',
    () => console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 }),
    { level: 'info', message: '{ a: [Object] }', meta: undefined },
  ],
  ['an object', () => console.dir({ a: 1 }), { level: 'info', message: '{ a: 1 }', meta: undefined }],
  ['a table', () => console.table([1]), { level: 'info', message: 'table', meta: { table: [1] } }],
])('%s', (_name, call, line) => {
  call();
  expect(lines).toEqual([line]);
});

test('an assertion that holds is no line', () => {
  console.assert(true, 'a');
  expect(lines).toEqual([]);
});

test('a value that uses the console itself does not come back', () => {
  console.log('a', [{ [inspect.custom]: () => (console.log('inside'), 'shown') }]);
  expect(lines.map(({ message }) => message)).toEqual(['a [ shown ]']);
  expect(before.mock.calls).toEqual([['inside']]);
});

test('a value that cannot be shown goes to the console as it was, which says what it says', () => {
  const hostile = {
    [inspect.custom]() {
      throw new RangeError('no');
    },
  };
  before.mockImplementation((item: unknown) => void inspect(item));
  expect(() => console.log(hostile)).toThrow(new RangeError('no'));
  expect(lines).toEqual([]);
});

test('a line of an adopted logger is finished', () => {
  passage.depth = 1;
  console.log('{"message":"done"}');
  expect(lines).toEqual([]);
  expect(before.mock.calls).toEqual([['{"message":"done"}']]);
});

test('the methods keep their names, and come back', () => {
  expect(console.log.name).toBe('log');
  adoption.shutdown();
  console.log('a');
  expect(before.mock.calls).toEqual([['a']]);
});
