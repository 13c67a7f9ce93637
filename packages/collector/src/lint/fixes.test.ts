import { applyFixes } from '@plinth/findings';
import { describe, expect, test } from 'vitest';
import { lintText, readRulePage } from '../../test/rule-case.ts';
import type { LintOptions } from './facts/lint-input.ts';

const fixed = ['C001', 'C002', 'C006', 'C022', 'C059', 'C066'];

function fix(text: string, options: LintOptions): string {
  return applyFixes(text, lintText(text, options));
}

describe.each(fixed)('%s', (id) => {
  const page = readRulePage(id);
  const commented = page.wrong.replace(/^(.*:)$/gm, '$1 # kept');

  test('is gone after the fix, without anything new', () => {
    const text = fix(page.wrong, page.options);
    expect(text).not.toBe(page.wrong);
    expect(lintText(text, page.options)).toEqual([]);
  });

  test('twice changes nothing', () => {
    const once = fix(page.wrong, page.options);
    expect(fix(once, page.options)).toBe(once);
  });

  test('comments survive', () => {
    const count = (text: string): number => text.split('# kept').length;
    expect(count(fix(commented, page.options))).toBe(count(commented));
    expect(lintText(fix(commented, page.options), page.options).filter((finding) => finding.id === id)).toEqual([]);
  });
});

test('an alias is renamed wherever it is named', () => {
  const text = `exporters:
  otlphttp/a: # first
    endpoint: http://a:4318
    sending_queue: {batch: {}}
receivers:
  otlp: {protocols: {http: {endpoint: localhost:4318}}}
processors:
  memory_limiter: {check_interval: 1s, limit_mib: 100}
service:
  pipelines:
    traces: {receivers: [otlp], processors: [memory_limiter], exporters: [otlphttp/a]}
    logs:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters:
        - "otlphttp/a" # second
`;
  const result = fix(text, {});
  expect(result.match(/otlp_http\/a/g)).toHaveLength(3);
  expect(result).not.toContain('otlphttp');
  expect(result).toContain('# first');
  expect(result).toContain('# second');
});

test('a rename that would hit another component is left to the user', () => {
  const text = readRulePage('C001').wrong.replace(
    'exporters:\n',
    'exporters:\n  otlp_grpc: {endpoint: "x:4317", sending_queue: {batch: {}}}\n',
  );
  expect(lintText(text).find(({ id }) => id === 'C001')?.fixes).toBeUndefined();
});

test('memory_limiter is moved in a list over several lines', () => {
  const text = readRulePage('C006').wrong.replace(
    '[resource_detection, memory_limiter]',
    '\n        - resource_detection # a\n        - memory_limiter # b',
  );
  expect(fix(text, {})).toContain('        - memory_limiter # a\n        - resource_detection # b\n');
});

test('inside of a text block the edit is at its place in the file', () => {
  const { wrong } = readRulePage('C001');
  const head = 'apiVersion: v1\nkind: ConfigMap\ndata:\n  relay.yaml: |\n';
  const body = (text: string): string => head + text.replace(/^(?=.)/gm, '    ');
  expect(fix(body(wrong), {})).toBe(body(fix(wrong, {})));
});
