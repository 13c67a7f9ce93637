import { describe, expect, test } from 'vitest';
import { isCodedError, ProblemsError, TableError } from './coded-error.ts';
import type { ErrorTable } from './error-table.ts';

const table = {
  'shop.closed': { message: 'the shop is closed', remedy: 'come back at nine', exit: 'environment' },
  'shop.unknown_item': { message: 'the shop does not have this item', remedy: 'choose another item', exit: 'findings' },
  'shop.no_list': { message: 'the list cannot be read', remedy: 'check the path', exit: 'usage' },
} as const satisfies ErrorTable;

const unknown = { code: 'shop.unknown_item', path: 'items[0]', message: 'expected an item, got "x"', remedy: 'choose another' } as const;
const noList = { code: 'shop.no_list', path: '', message: 'expected a file, got a folder', remedy: 'check the path' } as const;

describe('an error of one code', () => {
  test('has the row of the code, and every problem on a line', () => {
    const error = new TableError(table, 'shop.closed', ['it is Sunday', 'it is night'], { cause: 7 });
    expect(error.message).toBe('shop.closed: the shop is closed\n  - it is Sunday\n  - it is night\n  come back at nine');
    expect(error).toMatchObject({ code: 'shop.closed', exit: 'environment', cause: 7 });
  });
});

describe('an error of several problems', () => {
  test('has one problem a line, and the code of the first', () => {
    const error = new ProblemsError(table, [unknown, noList]);
    expect(error.message).toBe(
      'shop.unknown_item: items[0]: expected an item, got "x"; choose another\nshop.no_list: expected a file, got a folder; check the path',
    );
    expect(error.code).toBe('shop.unknown_item');
  });

  test('ends as the strongest of its problems', () => {
    expect(new ProblemsError(table, [unknown]).exit).toBe('findings');
    expect(new ProblemsError(table, [unknown, noList]).exit).toBe('usage');
  });

  test('is not made of no problem', () => {
    expect(() => new ProblemsError(table, [])).toThrow(RangeError);
  });
});

describe('the contract', () => {
  test('is recognised by its shape, whoever made the error', () => {
    expect(isCodedError(new TableError(table, 'shop.closed'))).toBe(true);
    expect(isCodedError(Object.assign(new Error('x'), { code: 'catalog.a', problems: [], exit: 'findings' }))).toBe(true);
  });

  test.each([
    ['an error of the disk', Object.assign(new Error('ENOENT'), { code: 'ENOENT', syscall: 'open' })],
    ['an exit kind that does not exist', Object.assign(new Error('x'), { code: 'a', problems: [], exit: 'later' })],
    ['an error with a number for a code', Object.assign(new Error('x'), { code: 7, problems: [], exit: 'usage' })],
    ['no error', { code: 'a', problems: [], exit: 'usage' }],
    ['nothing', undefined],
  ])('%s does not follow it', (_name, value) => {
    expect(isCodedError(value)).toBe(false);
  });
});
