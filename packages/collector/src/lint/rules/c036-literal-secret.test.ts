import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C036');

describe('C036', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C036')).toEqual([
      'error 15:7 exporters.otlp_grpc.headers.x-honeycomb-team: "x-honeycomb-team" holds a secret in clear text',
    ]);
  });

  test('found: the URL holds a password', () => {
    const text = edit(
      page.wrong,
      `    endpoint: api.honeycomb.io:443
    headers:
      x-honeycomb-team: hcaik_01hq9mz7t4`,
      '    endpoint: https://admin:s3cret@tempo:4317',
    );
    expect(describeFindings(text, 'C036')).toEqual(['error 13:5 exporters.otlp_grpc.endpoint: the URL holds a password']);
  });

  test('silent: x-honeycomb-team: <your api key>', () => {
    const text = edit(page.wrong, '      x-honeycomb-team: hcaik_01hq9mz7t4', '      x-honeycomb-team: <your api key>');
    expect(describeFindings(text, 'C036')).toEqual([]);
  });

  test('silent: endpoint: tempo:4317', () => {
    const text = edit(
      edit(page.wrong, '    endpoint: api.honeycomb.io:443', '    endpoint: tempo:4317'),
      '      x-honeycomb-team: hcaik_01hq9mz7t4',
      '      x-api-key: 00000000-0000-0000-0000-000000000000',
    );
    expect(describeFindings(text, 'C036')).toEqual([]);
  });

  test.each(['TOKEN', 'YOUR_TOKEN', 'SPLUNK_ACCESS_TOKEN', 'some-secret', 'some_password'])('silent: %s stands for a secret', (text) => {
    expect(describeFindings(edit(page.wrong, /(x-honeycomb-team): .*/, `$1: ${text}`), 'C036')).toEqual([]);
  });

  test.each(['password', 'cassandra', 'S3CRETTOKEN', 'awesome-secret'])('found: %s', (text) => {
    expect(describeFindings(edit(page.wrong, /(x-honeycomb-team): .*/, `$1: ${text}`), 'C036')).toHaveLength(1);
  });

  test.each([
    ['default_credentials', 0],
    ['AAEAAWVsYXN0aWM', 1],
  ])('credentials: %s: found %d', (text, found) => {
    expect(describeFindings(edit(page.wrong, /x-honeycomb-team: .*/, `credentials: ${text}`), 'C036')).toHaveLength(found);
  });
});
