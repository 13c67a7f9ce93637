import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C009');

describe('C009', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C009')).toEqual([
      'warning 44:11 spec.template.spec.containers[0]: the container has a memory limit and no GOMEMLIMIT',
    ]);
  });

  test("found: GOMEMLIMIT 500MiB is above the memory_limiter's 409 MiB", () => {
    const text = edit(
      page.wrong,
      '          env:',
      `          env:
            - name: GOMEMLIMIT
              value: 500MiB`,
    );
    expect(describeFindings(text, 'C009')).toEqual([
      "warning 44:11 spec.template.spec.containers[0]: GOMEMLIMIT 500MiB is above the memory_limiter's 409 MiB",
    ]);
  });

  test('silent: less', () => {
    const text = edit(
      page.wrong,
      `          resources:
            limits:
              memory: 512Mi
`,
      '',
    );
    expect(describeFindings(text, 'C009')).toEqual([]);
  });
});
