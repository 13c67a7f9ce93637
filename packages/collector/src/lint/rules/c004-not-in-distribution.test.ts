import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C004');

describe('C004', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C004', page.options)).toEqual([
      'error 12:3 exporters.prometheus_remote_write: exporter "prometheus_remote_write" is not in the k8s image',
    ]);
  });

  test('found: no processor "memorylimiter" is known; did you mean "memory_limiter"?', () => {
    const text = edit(
      edit(page.right, '  memory_limiter:', '  memorylimiter:'),
      '      processors: [memory_limiter]',
      '      processors: [memorylimiter]',
    );
    expect(describeFindings(text, 'C004', page.options)).toEqual([
      'error 7:3 processors.memorylimiter: no processor "memorylimiter" is known; did you mean "memory_limiter"?',
    ]);
  });
});
