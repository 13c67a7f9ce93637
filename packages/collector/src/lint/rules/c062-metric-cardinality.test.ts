import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C062');

describe('C062', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C062')).toEqual([
      'warning 27:13 connectors.count.spans.requests.attributes[0]: "user.id" has a value for each request',
    ]);
  });
});
