import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C085');
const reader = 'service.telemetry.metrics.readers[0].pull.exporter.prometheus';
const find = (text: string): string[] => describeFindings(text, 'C085');
const right = (from: string, to: string): string[] => {
  expect(page.right).toContain(from);
  return find(edit(page.right, from, to));
};

describe('C085', () => {
  test('says where and what', () => {
    expect(find(page.wrong)).toEqual([
      `warning 28:15 ${reader}: expressions select own metrics by "team", which with_resource_constant_labels does not make a label`,
    ]);
  });

  test('found: a name that is no attribute; names are no patterns', () => {
    expect(right('[team]', '[team, tea*]')).toEqual([
      `warning 34:36 ${reader}.with_resource_constant_labels.included[1]: service.telemetry.resource has no "tea*"`,
    ]);
  });

  test('found: excluded', () => {
    expect(right('included: [team]', 'excluded: [team]')).toHaveLength(1);
  });

  test('found: the name is written by __name__, the value is a pattern', () => {
    const text = edit(
      page.wrong,
      /otelcol_exporter_send_failed_spans\{.*?\}/,
      '{__name__=~"otelcol_process_uptime(_total)?", team=~"pay.*|x"}',
    );
    expect(find(text)).toHaveLength(1);
  });

  test('found: an attribute in the list of the declarative configuration', () => {
    const text = edit(page.wrong, '      team: payments', '      attributes: [{name: team, value: payments}]');
    expect(find(text)).toHaveLength(1);
  });

  test('for information: a value that nobody selects', () => {
    expect(right('team: payments', 'team: orders')).toEqual([
      'info 23:7 service.telemetry.resource.team: no expression selects team="orders", and some select others',
    ]);
  });

  test.each([
    ['without included, everything is a label', 'included: [team]', 'excluded: [other]'],
    ['what every Collector says', '[team]', '[team, service.name]'],
    ['a variable', 'team: payments', 'team: ${env:TEAM}'],
    ['everything but another', 'team="payments"', 'team!="orders"'],
  ])('silent: %s', (_what, from, to) => {
    expect(right(from, to)).toEqual([]);
  });

  test.each([
    ['another metric is selected', 'otelcol_exporter_send_failed_spans', 'http_requests_total'],
    ['a label that the scrape adds', 'team="payments"', 'team="all"'],
    ['no label', '{team="payments"}', ''],
  ])('silent: %s', (_what, from, to) => {
    expect(page.wrong).toContain(from);
    expect(find(edit(page.wrong, from, to))).toEqual([]);
  });
});
