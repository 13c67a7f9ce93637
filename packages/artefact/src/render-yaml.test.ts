import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderYaml } from './render-yaml.ts';

test('comments stand before their key or item', () => {
  const value = { processors: { memory_limiter: { check_interval: '1s' } }, list: ['a', 'b'] };
  const text = renderYaml(value, {
    header: 'first\nsecond',
    comments: [
      { path: ['processors', 'memory_limiter', 'check_interval'], text: 'why' },
      { path: ['list', 1], text: 'this one\nand that' },
    ],
  });
  expect(text).toBe(
    '# first\n# second\nprocessors:\n  memory_limiter:\n    # why\n    check_interval: 1s\nlist:\n  - a\n  # this one\n  # and that\n  - b\n',
  );
});

test('comments and values stand where they belong in lists of lists', () => {
  const value = { list: [[1, { a: 'x\ny', b: [] }], 'p\n\nq\n'], none: undefined, empty: {} };
  const comments = [
    { path: ['list', 0, 1, 'a'], text: 'text' },
    { path: ['list', 0, 1, 'b'], text: 'nothing' },
  ];
  const text = renderYaml(value, { comments });
  expect(text).toBe(
    'list:\n  - - 1\n    - # text\n      a: |-\n        x\n        y\n      # nothing\n      b: []\n  - |\n    p\n\n    q\nempty: {}\n',
  );
  expect(parse(text)).toEqual({ list: value.list, empty: {} });
});

test('a comment on nothing is an error', () => {
  expect(() => renderYaml({ a: undefined }, { comments: [{ path: ['a'], text: 'x' }] })).toThrow('at a');
  expect(() => renderYaml({ a: 1 }, { comments: [{ path: ['b'], text: 'x' }] })).toThrow('at b');
});

test('what a reader of YAML 1.1 would take for something else is quoted', () => {
  expect(renderYaml({ a: 'yes', b: '0123', c: 'off', d: '1e3', e: '12:30' })).not.toMatch(/: (yes|0123|off|1e3|12:30)$/m);
});

test('any value of JSON survives, in YAML 1.1 and 1.2', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4, noUnicodeString: false } as object), (value) => {
      const text = renderYaml(value);
      // JSON has one zero.
      const normal: unknown = JSON.parse(JSON.stringify(value));
      expect(parse(text)).toEqual(normal);
      expect(parse(text, { version: '1.1' })).toEqual(normal);
    }),
  );
});

test('texts that YAML gives a meaning survive, as keys and as values', () => {
  const signs = ['a', ' ', '\n', ':', '-', '#', '"', "'", '|', '>', '?', '\t', '%', '@', '0', '.', '{', '&', '*', '!', '~'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...signs)), (parts) => {
      const text = parts.join('');
      for (const value of [text, { [text]: text }, [[text]], { a: { b: [text, { c: text }] } }]) {
        expect(parse(renderYaml(value))).toEqual(value);
        expect(parse(renderYaml(value), { version: '1.1' })).toEqual(value);
      }
    }),
    { numRuns: 500 },
  );
});
