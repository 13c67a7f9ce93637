import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C052');

describe('C052', () => {
  test('says where and what', () => {
    expect(describeFindings(page.wrong, 'C052')).toEqual([
      'error 20:19 service.pipelines.metrics.exporters[0]: "prometheus_remote_write" takes cumulative metrics only, and cumulative_to_delta comes before it',
    ]);
  });

  test('found: "otlp_http" takes delta metrics only, and nothing makes delta of them', () => {
    const text = edit(
      edit(
        page.right,
        `  prometheus_remote_write:
    endpoint: http://mimir:9009/api/v1/push`,
        `  otlp_http:
    endpoint: https://abc.live.dynatrace.com/api/v2/otlp
    sending_queue:
      sizer: items
      queue_size: 100000
      batch:
        min_size: 8192
        flush_timeout: 200ms`,
      ),
      '      exporters: [prometheus_remote_write]',
      '      exporters: [otlp_http]',
    );
    expect(describeFindings(text, 'C052')).toEqual([
      'warning 25:19 service.pipelines.metrics.exporters[0]: "otlp_http" takes delta metrics only, and nothing makes delta of them',
    ]);
  });

  const toElasticsearch = edit(
    edit(page.right, /prometheus_remote_write:\n.*/, 'elasticsearch:\n    endpoints: [https://elasticsearch:9200]'),
    '[prometheus_remote_write]',
    '[elasticsearch]',
  );
  const spans = edit(
    edit(toElasticsearch, 'receivers: [otlp]', 'receivers: [span_metrics]'),
    'service:\n  pipelines:',
    'connectors:\n  span_metrics: {}\nservice:\n  pipelines:\n    traces:\n      receivers: [otlp]\n      processors: [memory_limiter]\n      exporters: [span_metrics]',
  );

  test.each([
    [
      spans,
      'warning 25:19 service.pipelines.metrics.exporters[0]: "elasticsearch" drops cumulative histograms, and nothing makes delta of them',
    ],
    [
      toElasticsearch,
      'info 19:19 service.pipelines.metrics.exporters[0]: "elasticsearch" drops histograms of services that send cumulative ones, as SDKs do by default',
    ],
  ])('found: cumulative histograms to Elasticsearch', (text, finding) => {
    expect(describeFindings(text, 'C052')).toEqual([finding]);
  });

  test.each([
    ['they are delta', edit(spans, 'span_metrics: {}', 'span_metrics: {aggregation_temporality: AGGREGATION_TEMPORALITY_DELTA}')],
    [
      'there are none',
      edit(edit(toElasticsearch, /otlp:\n(.*\n){3}/, 'host_metrics:\n    scrapers: {cpu: {}}\n'), '[otlp]', '[host_metrics]'),
    ],
    [
      'something makes delta of them',
      edit(
        edit(toElasticsearch, '[memory_limiter]', '[memory_limiter, cumulative_to_delta]'),
        'processors:',
        'processors:\n  cumulative_to_delta: {}',
      ),
    ],
  ])('silent: %s', (_why, text) => {
    expect(describeFindings(text, 'C052')).toEqual([]);
  });
});
