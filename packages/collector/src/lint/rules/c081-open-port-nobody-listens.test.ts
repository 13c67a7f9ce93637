import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C081');

describe('C081', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C081')).toEqual([
      'error 10:9 receivers.otlp.protocols: port 4318 is open, and "otlp" does not listen on it (protocols.http)',
    ]);
  });

  test('silent: another component has the port', () => {
    const browsers = `      otlp/browsers:
        protocols:
          http:
            endpoint: \${env:MY_POD_IP}:4318
    processors:
`;
    const text = edit(edit(page.wrong, '    processors:\n', browsers), 'receivers: [otlp]', 'receivers: [otlp, otlp/browsers]');
    expect(describeFindings(text, 'C081')).toEqual([]);
  });

  test('silent: only what is there is open', () => {
    const text = edit(
      page.wrong,
      `            - {containerPort: 4317}
            - {containerPort: 4318}`,
      `            - {containerPort: 4317}`,
    );
    expect(describeFindings(text, 'C081')).toEqual([]);
  });
});
