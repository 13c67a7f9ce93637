import { expect, test } from 'vitest';
import { parseYaml } from './yaml-source.ts';

const bomb = Array.from(
  { length: 9 },
  (_, at) =>
    `k${at}: &a${at} [${
      at === 0
        ? 'x'
        : Array(9)
            .fill(`*a${at - 1}`)
            .join(', ')
    }]`,
).join('\n');

test.each([
  [
    'an alias without its anchor',
    'a: 1\nb: { c: *nowhere }\nd: *other\n',
    ['2:9 expected an anchor &nowhere before its alias, got none', '3:4 expected an anchor &other before its alias, got none'],
  ],
  ['aliases of aliases of aliases', bomb, ['2:10 expected aliases that stand for at most 100 values, got more']],
  ['several documents', 'a: 1\n---\nb: 1\n', ['2:1 expected one document, got several with --- between them']],
  ['a key that is a list', '? [a, b]\n: 1\n', ['1:3 expected a text as key, got a list or a map']],
])('%s is said with its place', (_name, text, said) => {
  const { value, errors } = parseYaml(text);
  expect(value).toBeUndefined();
  expect(errors.map(({ message, place }) => `${place.line}:${place.column} ${message}`)).toEqual(said);
});

test('lists inside lists without end are said in plain words', () => {
  for (const text of [
    `a: ${'['.repeat(20_000)}`,
    `a: ${'['.repeat(5000)}${']'.repeat(5000)}`,
    Array.from({ length: 3000 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
  ])
    expect(parseYaml(text).errors[0]?.message).toBe('expected fewer lists and maps inside each other, got too many');
});

test('aliases and a byte order mark are fine', () => {
  expect(parseYaml('\uFEFFa: &a [1]\nb: *a\n')).toMatchObject({ value: { a: [1], b: [1] }, errors: [] });
});
