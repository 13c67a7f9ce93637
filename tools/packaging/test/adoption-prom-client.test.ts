// prom-client in its last majors, and what is built on it, with the SDK as npm would publish it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { addPackedSdk, installProject } from './installed-project.ts';

const projects = {
  'prom-client 13': { 'prom-client': '13.2.0', express: '4.21.2', 'express-prom-bundle': '6.6.0' },
  'prom-client 14': { 'prom-client': '14.2.0', express: '4.21.2', 'express-prom-bundle': '6.6.0' },
  'prom-client 15': {
    'prom-client': '15.1.3',
    express: '5.1.0',
    'express-prom-bundle': '8.0.0',
    fastify: '5.12.8',
    'fastify-metrics': '12.1.0',
  },
};

// No word of the SDK. The service has a page of its own.
const byExpress = `
  const express = require('express');
  const bundle = require('express-prom-bundle');
  const app = express();
  app.use(bundle({ includeMethod: true, includePath: true, promClient: { collectDefaultMetrics: {} } }));
  app.get('/orders', (request, response) => response.send('ok'));
  const server = app.listen(0, '127.0.0.1', () => process.stderr.write('listening at http://127.0.0.1:' + server.address().port + '\\n'));`;
const byFastify = `
  const fastify = require('fastify')();
  const metrics = require('fastify-metrics');
  (async () => {
    await fastify.register(metrics.default ?? metrics, { endpoint: '/metrics' });
    fastify.get('/orders', async () => 'ok');
    process.stderr.write('listening at ' + (await fastify.listen({ port: 0, host: '127.0.0.1' })) + '\\n');
  })();`;

/** Names of the families of a page. */
const namesOf = (page: string): string[] => [...page.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!);

describe.each(Object.entries(projects))('%s', (name, packages) => {
  const folder = installProject(name.replace(' ', '-'), packages);
  const services = { express: byExpress, ...('fastify' in packages ? { fastify: byFastify } : {}) };

  describe.skipIf(folder === undefined)('with the SDK', () => {
    beforeAll(() => {
      addPackedSdk(folder!);
      for (const [service, text] of Object.entries(services)) writeFileSync(join(folder!, `${service}.cjs`), text);
    });

    test.each(Object.keys(services))('%s: all families of its own page are on /metrics, and its page stays', async (service) => {
      const child = spawn(process.execPath, ['--import', '@plinth/node/register', `${service}.cjs`], {
        cwd: folder,
        env: { PATH: process.env['PATH'], PLINTH_ADMIN_PORT: '0', OTEL_TRACES_EXPORTER: 'none' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      try {
        let text = '';
        for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        await expect.poll(() => text, { timeout: 15_000 }).toMatch(/listening at \S+\n/);
        const url = /listening at (\S+)/.exec(text)![1]!;
        const adminUrl = /"admin_url":"([^"]+)"/.exec(text)![1]!;
        const read = async (address: string): Promise<string> => (await fetch(address)).text();
        expect(await read(`${url}/orders`)).toBe('ok');
        const own = await read(`${url}/metrics`);
        const ours = await read(`${adminUrl}/metrics`);
        expect(namesOf(own).length).toBeGreaterThan(10);
        // A family without a sample is left out.
        const filled = namesOf(own).filter((family) => new RegExp(`^${family}(_bucket|_sum|_count)?[{ ]`, 'm').test(own));
        expect(filled.filter((family) => !namesOf(ours).includes(family))).toEqual([]);
        expect(new Set(namesOf(ours)).size).toBe(namesOf(ours).length);
        expect(text).not.toContain('node.metric_');
      } finally {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
    });
  });
});
