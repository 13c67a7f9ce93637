// Own metrics as they reach a backend: whose they are, and under one address whether the Collector answers or not. The alerts join them by both.
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { findFreePort } from '../src/pipeline-test/free-port.ts';
import { readCollectorConfig } from '../src/pipeline-test/read-config.ts';
import { startOtelcol, type Otelcol } from '../src/validators/run-otelcol.ts';
import { describeOtelcol } from './describe-otelcol.ts';
import { parseObjects } from './helm-template.ts';
import { waitFor } from './loopback.ts';

const path = 'sidecar-gateway/expected/production/shop-gateway.yaml';
const rendered = readFileSync(new URL(`../testdata/golden/${path}`, import.meta.url), 'utf8');

interface OperatorSpec {
  readonly config: { readonly service: { readonly telemetry: { readonly resource: unknown } } };
}

type Labels = Readonly<Record<string, string>>;

/** Samples of one name, as `{ labels, value }`. */
function readSeries(text: string, name: string): readonly { readonly labels: Labels; readonly value: number }[] {
  return [...text.matchAll(new RegExp(`^${name}\\{(.*)\\} (\\S+)$`, 'gm'))].map(([, labels = '', value]) => ({
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, content]) => [label, content])),
    value: Number(value),
  }));
}

/** The labels of `up` and of the uptime while a Collector with the rendered telemetry answers, and of `up` after it was killed. */
async function watchOneGo(binary: string, text: string): Promise<Readonly<Record<'address' | 'up' | 'uptime' | 'down', unknown>>> {
  const [watched, backend, receiver] = [await findFreePort(), await findFreePort(), await findFreePort()];
  const own = text
    .replaceAll('${env:K8S_POD_IP}', '127.0.0.1')
    .replaceAll('8888', String(watched))
    .replace('scrape_interval: 30s', 'scrape_interval: 200ms');
  const { receivers, service } = readCollectorConfig(own, 'config.yaml');
  const otlp = { protocols: { http: { endpoint: `127.0.0.1:${receiver}` } } };
  const gateway = {
    receivers: { otlp },
    exporters: { nop: {} },
    service: { telemetry: service.telemetry, pipelines: { traces: { receivers: ['otlp'], exporters: ['nop'] } } },
  };
  const scraper = {
    receivers: { prometheus: receivers?.['prometheus'] },
    exporters: { prometheus: { endpoint: `127.0.0.1:${backend}` } },
    service: {
      telemetry: { metrics: { level: 'none' } },
      pipelines: { metrics: { receivers: ['prometheus'], exporters: ['prometheus'] } },
    },
  };
  const started: Otelcol[] = [];
  try {
    const gone = await startOtelcol({ binary, config: stringify(gateway) });
    started.push(gone, await startOtelcol({ binary, config: stringify(scraper) }));
    let page = '';
    const find = async (name: string, isWanted: (value: number) => boolean): Promise<Labels | undefined> => {
      let found: Labels | undefined;
      await waitFor(async () => {
        page = await (await fetch(`http://127.0.0.1:${backend}/metrics`)).text();
        found = readSeries(page, name).find(({ value }) => isWanted(value))?.labels;
        return found !== undefined;
      });
      return found;
    };
    const uptime = await find('otelcol_process_uptime_total', (value) => value > 0);
    const up = await find('up', (value) => value === 1);
    await gone.kill('SIGKILL');
    return { address: `127.0.0.1:${watched}`, uptime, up, down: await find('up', (value) => value === 0) };
  } finally {
    for (const otelcol of started) await otelcol.shutdown();
  }
}

describeOtelcol(
  'own metrics at a backend',
  (binary) => {
    it('say which Collector of which environment, and keep its address when it is gone', async () => {
      const { address, up, uptime, down } = await watchOneGo(binary, rendered);
      expect(uptime).toMatchObject({ instance: address, plinth_collector: 'shop-gateway', plinth_environment: 'production' });
      expect({ up, down }).toMatchObject({ up: { instance: address }, down: { instance: address } });
    });

    it('have another address with a Collector’s target_info', async () => {
      const { address, uptime, down } = await watchOneGo(binary, rendered.replace('regex: target_info;.+', 'regex: no_info;.+'));
      expect(down).toMatchObject({ instance: address });
      expect(uptime).not.toMatchObject({ instance: address });
    });
  },
  true,
);

it('reach the operator as texts by name: it drops telemetry whose resource is anything else', () => {
  const folder = new URL('../testdata/golden/', import.meta.url).pathname;
  const files = globSync('*/expected/*/operator/*.yaml', { cwd: folder });
  const resources = files.flatMap((file) =>
    parseObjects(readFileSync(`${folder}${file}`, 'utf8'))
      .filter(({ kind }) => kind === 'OpenTelemetryCollector')
      .map(({ spec }) => (spec as OperatorSpec).config.service.telemetry.resource),
  );
  expect(resources.length).toBe(files.length);
  for (const resource of resources)
    expect(resource).toEqual({ plinth_collector: expect.any(String) as string, plinth_environment: expect.any(String) as string });
});
