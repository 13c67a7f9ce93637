import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C066');

describe('C066', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C066')).toEqual(['warning 21:7 processors.resource_detection: "resource_detection" is null']);
  });

  test('found: "grpc" is null', () => {
    const text = edit(
      edit(
        edit(
          page.wrong,
          `            endpoint: \${env:MY_POD_IP}:4317
`,
          '',
        ),
        `      resource_detection:
`,
        '',
      ),
      '          processors: [memory_limiter, resource_detection]',
      '          processors: [memory_limiter]',
    );
    expect(describeFindings(text, 'C066')).toEqual(['warning 14:11 receivers.otlp.protocols.grpc: "grpc" is null']);
  });
});
