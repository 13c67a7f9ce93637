import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C049');

describe('C049', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C049')).toEqual([
      'error 12:7 receivers.host_metrics: "host_metrics" sees one node only in a deployment',
    ]);
  });

  test.each(['[prometheus_remote_write]', '[debug, prometheus_remote_write]'])(
    'a warning where the backend is in the same pod: one node may be all there is: %s',
    (exporters) => {
      const text = edit(edit(page.wrong, 'http://mimir:9009', 'http://127.0.0.1:9009'), /\[prometheus_remote_write]/, exporters);
      expect(describeFindings(text, 'C049')).toEqual([
        'warning 12:7 receivers.host_metrics: "host_metrics" sees one node only in a deployment',
      ]);
    },
  );

  test('an error where nothing is sent', () => {
    const text = edit(edit(page.wrong, '[prometheus_remote_write]', '[debug]'), 'exporters:\n', 'exporters:\n      debug: {}\n');
    expect(describeFindings(text, 'C049')).toEqual([expect.stringContaining('error')]);
  });
});
