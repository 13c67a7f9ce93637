// Logs from files, in each form in which they are found on a machine.
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { logFields, severityNumbers } from '@plinth/catalog';
import { expect, it } from 'vitest';
import type { Item } from '../src/pipeline-test/item.ts';
import { describeOtelcol } from './describe-otelcol.ts';
import { startLoopback, waitFor } from './loopback.ts';
import { renderShopConfig } from './shop-config.ts';
import { digest } from './spans.ts';

const config = await readFile(new URL('fixtures/log-files.yaml', import.meta.url), 'utf8');
const agent = await renderShopConfig('production/shop-agent.yaml');
const local = await renderShopConfig('local/shop.yaml', (text) =>
  text.replace('logs: files', 'logs: files\n  logFiles: [/var/log/services/*.log]'),
);

const traceId = digest('trace', 32);
const spanId = digest('span', 16);

/** As the SDK writes it: docs of the log line are in @plinth/catalog. */
const sdkLine = JSON.stringify({
  [logFields.timestamp]: '2026-11-25T16:00:00.123Z',
  [logFields.level]: 'error',
  [logFields.severityNumber]: 17,
  [logFields.message]: 'payment refused',
  [logFields.serviceName]: 'storefront',
  [logFields.serviceVersion]: '1.2.3',
  [logFields.traceId]: traceId,
  [logFields.spanId]: spanId,
  [logFields.traceFlags]: '01',
  [logFields.correlationId]: 'c-1',
  order_id: 'o-7',
  [logFields.error]: { type: 'TypeError', message: 'x is undefined', stack: 'TypeError: x is undefined\n    at pay (pay.ts:1:2)' },
});
const stack = ['TypeError: x is undefined', '    at pay (pay.ts:1:2)', '    at run (run.ts:3:4) {', "  code: 'E_X'", '}'];
const java = [
  'java.lang.IllegalStateException: no',
  '\tat shop.Pay.run(Pay.java:7)',
  'Caused by: java.io.IOException: closed',
  '\tat shop.Net.read(Net.java:9)',
];
const odd = ['plain text', '{"cut": "off', '{not json}', 'Grüße, 世界'];
const lines = [sdkLine, ...stack, ...odd, ...java, sdkLine.replace('payment refused', 'the last')];
const bodies = ['payment refused', stack.join('\n'), ...odd, java.join('\n'), 'the last'];

const time = '2026-11-25T16:00:01.000000001Z';
const cri = (line: string): string => `${time} stdout F ${line}\n`;
const docker = (line: string): string => `${JSON.stringify({ log: `${line}\n`, stream: 'stdout', time })}\n`;
const half = Math.floor(sdkLine.length / 2);

const pod = (name: string): string => `pods/shop_${name}_0d9a7c1e-0000-4000-8000-000000000000/main/0.log`;
const files = {
  containerd: { path: pod('storefront-1'), text: lines.map(cri).join('') },
  // A line longer than 16 KiB comes in parts.
  'containerd in parts': {
    path: pod('storefront-2'),
    text: `${time} stdout P ${sdkLine.slice(0, half)}\n${time} stdout F ${sdkLine.slice(half)}\n${cri('the end')}`,
  },
  docker: { path: pod('storefront-3'), text: lines.map(docker).join('') },
  'one of each level': {
    path: pod('storefront-4'),
    text: Object.keys(severityNumbers)
      .map((level) => cri(JSON.stringify({ [logFields.level]: level, [logFields.message]: level })))
      .join(''),
  },
  'the process itself': { path: 'services/storefront.log', text: lines.map((line) => `${line}\n`).join('') },
} as const;

describeOtelcol(
  'logs from files',
  (binary) => {
    it.each(['containerd', 'docker', 'the process itself'] as const)(
      'written by %s arrive, each line or stack trace once, with their ids',
      async (name) => {
        const items = await readLogs(binary, config, name, bodies.length);
        expect(items.map((item) => item.fields['body'])).toEqual(bodies);
        const first = items[0];
        expect(first).toMatchObject({
          traceId,
          attributes: { correlation_id: 'c-1', order_id: 'o-7' },
          resource: { 'service.name': 'storefront' },
          fields: { severity: 'error' },
        });
        expect(first?.identity).toBe('1795622400123000000');
      },
    );

    it('joins what containerd wrote in parts', async () => {
      const items = await readLogs(binary, config, 'containerd in parts', 2);
      expect(items.map((item) => item.fields['body'])).toEqual(['payment refused', 'the end']);
      expect(items[0]?.traceId).toBe(traceId);
      expect(items[0]?.resource).toMatchObject({
        'k8s.pod.name': 'storefront-2',
        'k8s.namespace.name': 'shop',
        'k8s.container.name': 'main',
      });
    });

    it('goes on where it was after a restart, and reads nothing twice', async () => {
      const items = await readLogs(binary, config, 'containerd', bodies.length, cri('after the restart'));
      expect(items.map((item) => item.fields['body'])).toEqual([...bodies, 'after the restart']);
    });

    it('written by containerd arrive through the generated agent', async () => {
      const items = await readLogs(binary, agent, 'containerd', bodies.length);
      expect(items.map((item) => item.fields['body'])).toEqual(bodies);
      expect(items[0]).toMatchObject({ traceId, attributes: { correlation_id: 'c-1' }, resource: { 'service.name': 'storefront' } });
      expect(items[0]?.fields['severity']).toMatch(/error/i);
      expect(items[0]?.identity).toBe('1795622400123000000');
    });

    it('written by docker arrive through the generated agent', async () => {
      const items = await readLogs(binary, agent, 'docker', bodies.length);
      expect(items.map((item) => item.fields['body'])).toEqual(bodies);
    });

    it('have the severity numbers that the SDK gives their levels', async () => {
      expect(await readSeverities(config)).toEqual(severityNumbers);
    });

    it('have the severity numbers that the SDK gives their levels, through the generated agent', async () => {
      expect(await readSeverities(agent)).toEqual(severityNumbers);
    });

    async function readSeverities(text: string): Promise<unknown> {
      const items = await readLogs(binary, text, 'one of each level', Object.keys(severityNumbers).length);
      return Object.fromEntries(items.map(({ fields }) => [String(fields['body']), fields['severity_number']]));
    }

    it('written by the process itself arrive through the generated Collector of a laptop', async () => {
      const items = await readLogs(binary, local, 'the process itself', bodies.length);
      expect(items.map((item) => item.fields['body'])).toEqual(bodies);
    });

    it('joins what containerd wrote in parts, through the generated agent', async () => {
      const items = await readLogs(binary, agent, 'containerd in parts', 2);
      expect(items.map((item) => item.fields['body'])).toEqual(['payment refused', 'the end']);
    });

    it('goes on after a restart of the generated agent', async () => {
      const items = await readLogs(binary, agent, 'containerd', bodies.length, cri('after the restart'));
      expect(items.map((item) => item.fields['body'])).toEqual([...bodies, 'after the restart']);
    });

    it.each([
      ['recombine', 'containerd', /&recombine\n\s+type: recombine[\s\S]*?force_flush_period: 500ms/, '&recombine { type: noop }'],
      ['the trace parser', 'containerd', /trace:\n\s+trace_id.*\n.*\n.*\n/, '\n'],
      ['the spaces that a line begins with', 'the process itself', /preserve_leading_whitespaces: true/g, ''],
      ['trimming', 'docker', /- \{ type: add, field: body.*/, ''],
    ] as const)('arrive wrong without %s', async (_name, file, part, replacement) => {
      expect(config).toMatch(part);
      const items = await readLogs(binary, config.replace(part, replacement), file, bodies.length);
      const arrived = items.map((item) => item.fields['body']);
      expect([items[0]?.traceId, ...arrived]).not.toEqual([traceId, ...bodies]);
    });

    it('reads twice after a restart without storage', async () => {
      const items = await readLogs(
        binary,
        config.replaceAll(/storage: \S+offsets\n/g, '\n'),
        'containerd',
        bodies.length,
        cri('after the restart'),
      );
      expect(items.length).toBeGreaterThan(bodies.length + 1);
    });
  },
  true,
);

/** What arrives of a file, in order. With `more`, the Collector is stopped, the file grows, and a second one starts on the same storage. */
async function readLogs(binary: string, text: string, name: keyof typeof files, count: number, more?: string): Promise<readonly Item[]> {
  const root = await mkdtemp(join(tmpdir(), 'plinth-log-files-'));
  const path = join(root, files[name].path);
  const start = () =>
    startLoopback({
      binary,
      config: text,
      storage: join(root, 'storage'),
      receiver: (id, settings) => (id.startsWith('file_log') ? readFrom(root, settings) : undefined),
    });
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, files[name].text);
    const first = await start();
    await waitFor(() => first.items().length >= count, 5000);
    await first.shutdown();
    if (more === undefined) return first.items();
    await appendFile(path, more);
    const second = await start();
    await waitFor(() => second.items().some((item) => more.includes(String(item.fields['body']))), 5000);
    await second.shutdown();
    return [...first.items(), ...second.items()];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Paths in the folder of the test, whose file is older than the Collector. */
function readFrom(root: string, settings: unknown): unknown {
  const moved = JSON.parse(JSON.stringify(settings).replaceAll('/var/log/', `${root}/`)) as object;
  return { ...moved, start_at: 'beginning' };
}
