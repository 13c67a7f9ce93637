import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { findFreePort } from '../src/pipeline-test/free-port.ts';
import { startOtelcol, validateWithOtelcol } from '../src/validators/run-otelcol.ts';
import { describeOtelcol } from './describe-otelcol.ts';
import { waitFor } from './loopback.ts';

const good = `
receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:\${env:PORT}" } } } }
exporters: { nop: {} }
service:
  telemetry: { metrics: { level: none } }
  pipelines: { traces: { receivers: [otlp], exporters: [nop] } }
`;

const folders = async (): Promise<readonly string[]> => (await readdir(tmpdir())).filter((name) => name.startsWith('plinth-otelcol-'));

describeOtelcol('a real Collector', (binary) => {
  it('accepts a config, and says what it warns of', async () => {
    expect(await validateWithOtelcol({ binary, config: good, env: { PORT: '4318' } })).toEqual({
      accepted: true,
      problems: [],
      warnings: [],
    });
  });

  it.each([
    ['a key that it does not know', good.replace('exporters:', 'exportrs:'), /has invalid keys: exportrs/],
    [
      'a component that is not there',
      good.replace('exporters: [nop]', 'exporters: [nip]'),
      /references exporter "nip" which is not configured/,
    ],
    ['what is no YAML', 'receivers: [', /not valid YAML/],
  ])('refuses %s', async (_name, config, problem) => {
    const verdict = await validateWithOtelcol({ binary, config, env: { PORT: '4318' } });
    expect(verdict.accepted).toBe(false);
    expect(verdict.problems.join('\n')).toMatch(problem);
  });

  it('reads files beside the config', async () => {
    const port = String(await findFreePort());
    const config = good.replace('"127.0.0.1:${env:PORT}"', '"${file:endpoint.txt}"');
    expect(await validateWithOtelcol({ binary, config, files: { 'endpoint.txt': `127.0.0.1:${port}` } })).toMatchObject({ accepted: true });
    expect(await validateWithOtelcol({ binary, config })).toMatchObject({ accepted: false });
  });

  it('gets no variable of this process', async () => {
    const { PATH } = process.env;
    expect(PATH).toBeDefined();
    const collector = await startOtelcol({ binary, config: good, env: { PORT: String(await findFreePort()) } });
    const environment = await readFile(`/proc/${collector.pid}/environ`, 'utf8');
    await collector.shutdown();
    expect(
      environment
        .split('\0')
        .filter(Boolean)
        .map((entry) => entry.split('=')[0]),
    ).toEqual(['PORT']);
  });

  it('starts, is ready, ends, and leaves nothing', async () => {
    const port = await findFreePort();
    const collector = await startOtelcol({ binary, config: good, env: { PORT: String(port) } });
    expect(collector.running()).toBe(true);
    // A Collector says that it is ready a moment before it listens to signals.
    await (
      await fetch(`http://127.0.0.1:${port}/v1/traces`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    ).text();
    await collector.shutdown();
    await collector.shutdown();
    expect(collector.running()).toBe(false);
    expect(collector.output()).toContain('Shutdown complete.');
    expect((await folders()).some((name) => collector.output().includes(name))).toBe(false);
  });

  it('does not outlive the process that started it', async () => {
    const module = new URL('../src/validators/run-otelcol.ts', import.meta.url).href;
    const options = { binary, config: good, env: { PORT: String(await findFreePort()) } };
    const script = `import { startOtelcol } from ${JSON.stringify(module)};
      const { pid } = await startOtelcol(${JSON.stringify(options)});
      process.stdout.write(String(pid), () => process.exit());`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
    expect(Number(stdout)).toBeGreaterThan(1);
    await waitFor(() => !existsSync(`/proc/${stdout}`) || readFileSync(`/proc/${stdout}/stat`, 'utf8').includes(') Z '));
    expect(existsSync(`/proc/${stdout}`) && !readFileSync(`/proc/${stdout}/stat`, 'utf8').includes(') Z ')).toBe(false);
  });

  it('says why it did not start', async () => {
    const twice = good
      .replace('receivers: { otlp:', 'receivers: { otlp/b: { protocols: { http: { endpoint: "127.0.0.1:${env:PORT}" } } }, otlp:')
      .replace('receivers: [otlp]', 'receivers: [otlp, otlp/b]');
    const start = startOtelcol({ binary, config: twice, env: { PORT: String(await findFreePort()) } });
    await expect(start).rejects.toThrow(/collector\.otelcol_start_failed[\s\S]*address already in use/);
  });

  it('gives up where it is not ready in time', async () => {
    const start = startOtelcol({ binary, config: good, env: { PORT: '0' }, startTimeoutMs: 0 });
    await expect(start).rejects.toThrow('collector.otelcol_not_ready');
  });
});

describe('a binary that does not exist', () => {
  it('is named', async () => {
    await expect(startOtelcol({ binary: '/nowhere/otelcol', config: good })).rejects.toThrow('/nowhere/otelcol');
  });
});
