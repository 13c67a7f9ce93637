import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C058');

describe('C058', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C058')).toEqual([
      'warning 14:5 exporters.otlp_http.idle_conn_timeout: idle_conn_timeout belongs below keepalive',
    ]);
  });

  test('found: max_idle_conns and keepalive cannot stand together', () => {
    const text = edit(
      page.right,
      '    endpoint: http://tempo:4318',
      `    endpoint: http://tempo:4318
    max_idle_conns: 10`,
    );
    expect(describeFindings(text, 'C058')).toEqual([
      'error 14:5 exporters.otlp_http.max_idle_conns: max_idle_conns and keepalive cannot stand together',
    ]);
  });
});
