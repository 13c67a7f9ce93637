import { describe, expect, test } from 'vitest';
import { describeFindings, readRulePage } from '../rule-case.ts';

const page = readRulePage('C004');

describe('C004', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C004', page.options)).toEqual([
      'error 12:3 exporters.prometheus_remote_write: exporter "prometheus_remote_write" is not in the k8s image',
    ]);
  });
});
