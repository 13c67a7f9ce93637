import { expect, test } from 'vitest';
import { findDisableComments, renderDisableComment } from './disable-comments.ts';

const find = (...lines: string[]) =>
  findDisableComments({ path: 'a.yaml', text: lines.join('\n') }).map(({ ids, reason, line, column, firstLine, lastLine }) => ({
    ids,
    reason,
    place: `${line}:${column} covers ${firstLine} to ${lastLine}`,
  }));

test('a comment that is rendered is found again', () => {
  const comment = `# ${renderDisableComment(['C012', 'C013'], 'three senders -- all of them batch')}`;
  expect(find(`a: 1 ${comment}`)).toEqual([
    { ids: ['C012', 'C013'], reason: 'three senders -- all of them batch', place: '1:6 covers 1 to 1' },
  ]);
});

test('a comment on a line of its own covers the block below', () => {
  const comment = '# plinth-lint-disable C012 -- x';
  expect(find(comment, 'a:', '  b: 1', '', '  c: 2', 'd: 3').map(({ place }) => place)).toEqual(['1:1 covers 2 to 5']);
  expect(find('a:', `  ${comment}`, '  b: 1', '  c: 2').map(({ place }) => place)).toEqual(['2:3 covers 3 to 3']);
});

test('the items of a list may stand as far left as their key', () => {
  const comment = '# plinth-lint-disable C012 -- x';
  expect(find(comment, 'a:', '- 1', '- 2', 'b: 3').map(({ place }) => place)).toEqual(['1:1 covers 2 to 4']);
  expect(find('a:', comment, '- 1', '- 2').map(({ place }) => place)).toEqual(['2:1 covers 3 to 3']);
});

test.each(['a: plinth-lint-disable C012', 'a: 1 # plinth-lint-disabled C012 -- x', 'a#plinth-lint-disable C012 -- x'])(
  '%s is none',
  (line) => {
    expect(find(line)).toEqual([]);
  },
);
