import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { findFreePort } from '../src/pipeline-test/free-port.ts';
import { startOtelcol, validateWithOtelcol } from '../src/validators/run-otelcol.ts';
import { describeOtelcol } from './describe-otelcol.ts';

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
    const collector = await startOtelcol({ binary, config: good, env: { PORT: String(await findFreePort()) } });
    expect(collector.running()).toBe(true);
    await collector.shutdown();
    await collector.shutdown();
    expect(collector.running()).toBe(false);
    expect(collector.output()).toContain('Shutdown complete.');
    expect((await folders()).some((name) => collector.output().includes(name))).toBe(false);
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
