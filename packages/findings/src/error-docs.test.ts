import { describe, expect, test } from 'vitest';
import { checkErrorDocs } from './error-docs.ts';

const table = {
  'shop.closed': { message: 'the shop is closed', remedy: 'come back at nine' },
  'shop.no_list': { message: 'the list cannot be read', remedy: 'check the path' },
};

const closed = '### `shop.closed`\n\nThe shop is closed.\n\nWhat to do: come back at nine.\n\n';
const noList = '### `shop.no_list`\n\nThe list cannot be read.\n\nWhat to do: check the path.\n\n';
const other = '## The bank\n\n### `bank.closed`\n\nThe bank is closed.\n\nWhat to do: nothing.\n\n';
const page = `# Errors\n\n## The shop\n\n${closed}${noList}${other}`;

const say = (text: string): string[] => checkErrorDocs(table, text).map(({ code, line, message }) => `${code} ${line}: ${message}`);

describe('the page of the errors', () => {
  test('that says what the table says has no problem, whatever other packages have there', () => {
    expect(checkErrorDocs(table, page)).toEqual([]);
  });

  test.each<[string, string, string[]]>([
    ['a code without a section', page.replace(noList, ''), ['shop.no_list undefined: expected a section "### `shop.no_list`", got none']],
    [
      'a section without a code',
      `${page}${noList.replace('no_list', 'sold_out')}`,
      ['shop.sold_out 25: expected a code of the table, got one that it does not have'],
    ],
    ['two sections of one code', page + closed, ['shop.closed 25: expected one section, got two']],
    [
      'another message',
      page.replace('The shop is closed.', 'The shop is shut.'),
      ['shop.closed 5: expected the words "the shop is closed.", got others'],
    ],
    [
      'another remedy',
      page.replace('come back at nine', 'come back at ten'),
      ['shop.closed 5: expected the words "What to do: come back at nine.", got others'],
    ],
    [
      'words that stand in another section',
      page.replace('The shop is closed.', '').replace('The list', 'The shop is closed. The list'),
      ['shop.closed 5: expected the words "the shop is closed.", got others'],
    ],
  ])('%s', (_name, text, expected) => {
    expect(say(text)).toEqual(expected);
  });

  test('another order', () => {
    expect(say(`${noList}${closed}`)).toEqual([
      'undefined undefined: expected the sections in the order of the table, got shop.no_list, shop.closed',
    ]);
  });
});
