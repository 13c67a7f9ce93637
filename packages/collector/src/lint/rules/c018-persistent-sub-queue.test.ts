import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C018');

describe('C018', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C018')).toEqual([
      'error 21:11 exporters.load_balancing.protocol.otlp.sending_queue.storage: protocol.otlp.sending_queue cannot have a storage',
    ]);
  });
});
