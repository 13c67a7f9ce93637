// Metrics that a service makes by prom-client itself, on /metrics and in the push.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startCollector, startService, type Received, type ServiceProcess } from './service-process.ts';

const running: { service?: ServiceProcess; collector?: Received } = {};
afterEach(async () => {
  running.service?.child.kill('SIGKILL');
  await running.collector?.shutdown();
});

async function start(env: Readonly<Record<string, string>> = {}, file = 'own-metrics.mjs'): Promise<ServiceProcess> {
  running.collector = await startCollector();
  running.service = await startService(file, {
    OTEL_EXPORTER_OTLP_ENDPOINT: running.collector.url,
    OTEL_METRICS_EXPORTER: 'prometheus,otlp',
    ...env,
  });
  return running.service;
}
const request = async ({ url }: ServiceProcess): Promise<void> =>
  void (await (await fetch(url, { headers: { connection: 'close' } })).text());
const scrape = async ({ adminUrl }: ServiceProcess, accept = 'text/plain'): Promise<string> =>
  (await fetch(`${adminUrl}/metrics`, { headers: { accept } })).text();
const own = (text: string): string[] =>
  text.split('\n').filter((line) => /^(# TYPE )?(jobs|hits|job_size|job_age|workers|other|broken|hanging)/.test(line));

test('they are shown in both formats, with the labels of their registry and without secrets', async () => {
  const service = await start();
  await request(service);
  expect(own(await scrape(service))).toEqual([
    '# TYPE jobs_total counter',
    String.raw`jobs_total{app="shop",queue="mail \"a\"\n"} 1`,
    'jobs_total{app="shop",queue="[REDACTED:email]"} 1',
    '# TYPE hits counter',
    'hits{app="shop"} 1',
    '# TYPE job_size histogram',
    'job_size_bucket{le="1.0",app="shop",queue="mail"} 0',
    'job_size_bucket{le="5.0",app="shop",queue="mail"} 1',
    'job_size_bucket{le="10.0",app="shop",queue="mail"} 1',
    'job_size_bucket{le="+Inf",app="shop",queue="mail"} 2',
    'job_size_sum{app="shop",queue="mail"} 33',
    'job_size_count{app="shop",queue="mail"} 2',
    '# TYPE job_age summary',
    'job_age{quantile="0.5",app="shop"} 2',
    'job_age{quantile="0.9",app="shop"} 2',
    'job_age_sum{app="shop"} 2',
    'job_age_count{app="shop"} 1',
    '# TYPE workers gauge',
    'workers{app="shop"} 1',
    '# TYPE other_total counter',
    'other_total 3',
  ]);
  const openMetrics = await scrape(service, 'application/openmetrics-text');
  expect(openMetrics).toContain('# TYPE hits unknown\n');
  expect(openMetrics).toContain('# TYPE jobs counter\n');
  expect(openMetrics).toContain('process_cpu_user_seconds_total{app="shop"}');
});

test('on a clash the metric of the SDK is shown, and a metric that cannot be read costs itself alone', async () => {
  const service = await start();
  const text = await scrape(service);
  expect(text).not.toMatch(/^http_server_active_requests.* 77$/m);
  const problems = (): string[] =>
    service.lines
      .flatMap(({ code, problem }) => (String(code).startsWith('node.metric_') ? [`${String(code)} ${String(problem)}`] : []))
      .toSorted();
  await expect
    .poll(problems)
    .toEqual([
      'node.metric_clash http_server_active_requests: has two makers: the metric of the SDK is shown, or the one of prom-client',
      'node.metric_unreadable broken: the database is gone',
      'node.metric_unreadable hanging: collect took 1000 ms',
    ]);
});

test('they are pushed', async () => {
  const service = await start();
  await request(service);
  service.child.kill('SIGTERM');
  await service.ended;
  const { metrics } = running.collector!;
  const found = (name: string) => metrics.filter((metric) => metric.name === name);
  expect(found('jobs_total')).toMatchObject([{ type: 'sum' }]);
  expect(found('job_age')).toMatchObject([{ type: 'summary', points: [{ count: 1, sum: 2 }] }]);
  expect(found('job_size')).toMatchObject([{ type: 'histogram' }]);
});

test('the workers of a cluster are merged as each metric says', async () => {
  const service = await start({ WORKERS: '2' });
  for (let index = 0; index < 6; index++) await request(service);
  const text = await scrape(service);
  const value = (name: string): number => Number(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'm').exec(text)?.[1]);
  expect([value('hits'), value('workers'), value('mean'), value('job_size_count'), value('other_total')]).toEqual([6, 2, 1.5, 12, 6]);
  expect(text).not.toContain('left_out');
  const { members } = (await (await fetch(`${service.adminUrl}/debug/plinth`)).json()) as { members: { pid: number }[] };
  expect(value('oldest')).toBe(Math.min(...members.map(({ pid }) => pid)));
});

test('PLINTH_ADOPT=-prom-client: they are the service’s own matter', async () => {
  const service = await start({ PLINTH_ADOPT: '-prom-client' });
  await request(service);
  expect(own(await scrape(service))).toEqual([]);
});

const python = '/usr/bin/python3';
const script = join(import.meta.dirname, 'fixtures/parse-exposition.py');
const parse = (format: string, input: string) => spawnSync(python, [script, format], { input, encoding: 'utf8' });
test.skipIf(parse('openmetrics', '# EOF\n').status !== 0)(
  'Prometheus’ parsers read both formats (skipped without python3-prometheus-client)',
  async () => {
    const service = await start();
    await request(service);
    expect(parse('text', await scrape(service)).stderr).toBe('');
    expect(parse('openmetrics', await scrape(service, 'application/openmetrics-text')).stderr).toBe('');
  },
);

test('metrics of the OpenTelemetry API are shown, lead to their trace, and are pushed', async () => {
  const service = await start({ OTEL_TRACES_SAMPLER: 'always_on' }, 'api-metrics.mjs');
  await request(service);
  const text = await scrape(service, 'application/openmetrics-text');
  expect(text).toMatch(/^shop_orders_total\{user="\[REDACTED:email\]"\} 1(\.0)? # \{trace_id="[0-9a-f]{32}"/m);
  expect(text).toContain('shop_wait_seconds_count 1\n');
  expect(text).toContain('shop_stock{sku="MUG"} 7\n');
  service.child.kill('SIGTERM');
  await service.ended;
  const names = running.collector!.metrics.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['shop.orders', 'shop.wait', 'shop.stock']));
});

test('PLINTH_ADOPT=-opentelemetry: the API has no meter provider', async () => {
  const service = await start({ PLINTH_ADOPT: '-opentelemetry' }, 'api-metrics.mjs');
  await request(service);
  expect(await scrape(service)).not.toContain('shop_');
});

test('log records of the OpenTelemetry API are lines of the logger, by both of its doors', async () => {
  const service = await start({}, 'api-metrics.mjs');
  await expect.poll(() => service.lines.find(({ logger, message }) => logger === 'older' && message === '')).toBeDefined();
  const lineOf = (logger: string) => service.lines.find((line) => line['logger'] === logger);
  expect(lineOf('library')).toMatchObject({ level: 'error', message: 'token=[REDACTED]', password: '[REDACTED]', count: 1 });
  expect(lineOf('older')).toMatchObject({
    level: 'info',
    event: 'user.login',
    message: 'user.login',
    body: { a: 1 },
    emitted_at: '2023-11-14T22:13:20.500Z',
    error: { message: 'bad' },
  });
});
