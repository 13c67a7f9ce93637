import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C016');

describe('C016', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C016')).toEqual([
      'error 23:9 exporters.load_balancing.resolver.dns.hostname: Service "sampler" is not headless: its name resolves to one address',
    ]);
  });
});
