// Routes and errors in a real service, loaded by `import` and by `require`.
import { expect, test } from 'vitest';
import { startService } from './service-process.ts';

test.each(['frameworks.mjs', 'frameworks.cjs'])('%s', async (file) => {
  const service = await startService(file, { OTEL_TRACES_EXPORTER: 'none' });
  const [koa, hono, nest] = service.url.split(' ');
  for (const [url, name] of [
    [koa, 'koa'],
    [hono, 'hono'],
    [nest, 'nest'],
  ]) {
    for (const path of [`${name}/4711`, `${name}/broken`, 'nothing/4711'])
      await fetch(`${url}/${path}`).then((response) => response.text());
  }
  const metrics = await fetch(`${service.adminUrl}/metrics`).then((response) => response.text());
  service.child.kill('SIGKILL');
  await service.ended;
  const counts = metrics.split('\n').filter((line) => line.startsWith('http_server_request_duration_seconds_count'));
  const labels = counts.map((line) =>
    ['http_response_status_code', 'http_route', 'error_type'].map((label) => new RegExp(`${label}="([^"]*)"`).exec(line)?.[1]),
  );
  expect(labels.toSorted((left, right) => String(left).localeCompare(String(right)))).toEqual([
    ['200', '/hono/:id', undefined],
    ['200', '/koa/:id', undefined],
    ['200', '/nest/:id', undefined],
    ['404', undefined, undefined],
    ['500', '/hono/:id', '500'],
    ['500', '/koa/:id', '500'],
    ['500', '/nest/:id', '500'],
  ]);
});
