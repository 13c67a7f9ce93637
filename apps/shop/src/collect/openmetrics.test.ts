import { expect, test } from 'vitest';
import { parseOpenMetrics } from './openmetrics.ts';

test('samples, labels, exemplars and infinities', () => {
  const text = [
    '# TYPE http_server_request_duration_seconds histogram',
    '# HELP http_server_request_duration_seconds Time "of" \\\\ things',
    'http_server_request_duration_seconds_bucket{le="0.1",http_route="/a{b}"} 1 # {trace_id="abc",span_id="def"} 0.05 1790000000.123',
    'http_server_request_duration_seconds_bucket{le="+Inf",http_route="/a{b}"} 2',
    'up 1',
    'quoted{text="say \\"hi\\"\\nnow \\\\ then"} +Inf',
    '# EOF',
    '',
  ].join('\n');
  expect(parseOpenMetrics(text)).toEqual([
    {
      name: 'http_server_request_duration_seconds_bucket',
      labels: { le: '0.1', http_route: '/a{b}' },
      value: 1,
      exemplar: { labels: { trace_id: 'abc', span_id: 'def' }, value: 0.05 },
    },
    { name: 'http_server_request_duration_seconds_bucket', labels: { le: '+Inf', http_route: '/a{b}' }, value: 2, exemplar: undefined },
    { name: 'up', labels: {}, value: 1, exemplar: undefined },
    { name: 'quoted', labels: { text: 'say "hi"\nnow \\ then' }, value: Infinity, exemplar: undefined },
  ]);
});

test.each(['up 1\n', 'up one two three four\n# EOF\n', '{nameless="x"} 1\n# EOF\n'])('%j is not a scrape', (text) => {
  expect(() => parseOpenMetrics(text)).toThrow(/# EOF|not an OpenMetrics sample/);
});
