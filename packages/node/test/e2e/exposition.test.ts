// /metrics of a real service, read by a parser that is not ours: the one of Prometheus' Python client.
// It is Debian's python3-prometheus-client; `.ci/run` installs it. Where it is missing these tests are skipped, and say so.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCollector, startService, type Received, type ServiceProcess } from './service-process.ts';

interface Family {
  readonly name: string;
  readonly type: string;
  readonly unit: string;
  readonly help: string;
  readonly samples: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: string;
    readonly exemplar: Readonly<Record<string, string>> | null;
  }[];
}

type Format = 'openmetrics' | 'text';

// The system's Python first: Debian's package is not seen by one that a version manager put before it.
const pythons = ['/usr/bin/python3', 'python3'];
const script = join(import.meta.dirname, 'fixtures/parse-exposition.py');

function run(python: string, format: Format, text: string) {
  return spawnSync(python, [script, format], { input: text, encoding: 'utf8', env: { PATH: process.env['PATH'] } });
}

const python = pythons.find((name) => run(name, 'openmetrics', '# EOF\n').status === 0);

/** The families, or why the parser refused the text. */
function parse(format: Format, text: string): readonly Family[] | string {
  const { status, stdout, stderr } = run(python ?? 'python3', format, text);
  return status === 0 ? (JSON.parse(stdout) as Family[]) : stderr.trim();
}

describe.skipIf(python === undefined)('with python3-prometheus-client (skipped where it is not installed)', () => {
  let collector: Received;
  let service: ServiceProcess;
  let values: string[];
  const texts = {} as Record<Format, string>;

  beforeAll(async () => {
    collector = await startCollector();
    service = await startService('metrics-service.mjs', {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: 'dämmerung "é"',
      OTEL_RESOURCE_ATTRIBUTES: 'plant.site=Zür%20ich%5C%22',
    });
    values = (await (await fetch(`${service.url}/plants/☂?q="x"`)).json()) as string[];
    const scrape = async (accept: string): Promise<string> => (await fetch(`${service.adminUrl}/metrics`, { headers: { accept } })).text();
    texts.openmetrics = await scrape('application/openmetrics-text');
    texts.text = await scrape('text/plain');
  });
  afterAll(async () => {
    service.child.kill('SIGKILL');
    await collector.shutdown();
  });

  const families = (format: Format): readonly Family[] => {
    const parsed = parse(format, texts[format]);
    if (typeof parsed === 'string') throw new Error(parsed);
    return parsed;
  };
  const find = (format: Format, name: string): Family | undefined => families(format).find((family) => family.name === name);

  test.each<Format>(['openmetrics', 'text'])('%s is accepted, and every sample is there', (format) => {
    const samples = families(format).flatMap((family) => family.samples);
    expect(samples).toHaveLength(texts[format].split('\n').filter((line) => line !== '' && !line.startsWith('# ')).length);
    expect(samples.length).toBeGreaterThan(100);
    // What has no type is a sample that is in no family: a name that does not fit its header.
    expect(families(format).filter(({ type }) => type === 'unknown' || type === 'untyped')).toEqual([]);
  });

  test.each<Format>(['openmetrics', 'text'])('%s: label values come through whole', (format) => {
    const seen = find(format, 'plant_sold_joules')
      ?.samples.filter(({ name }) => !name.endsWith('_created'))
      .map(({ labels }) => labels['label']);
    expect(seen).toEqual(values);
    const target = find(format, format === 'text' ? 'target_info' : 'target')?.samples[0]?.labels;
    expect(target).toMatchObject({ service_name: 'dämmerung "é"', plant_site: 'Zür ich\\"' });
  });

  test('units are told, and help is whole', () => {
    const units = Object.fromEntries(families('openmetrics').map(({ name, unit }) => [name, unit]));
    expect(units).toMatchObject({
      plant_wait_seconds: 'seconds',
      plant_stored_bytes: 'bytes',
      plant_filled_ratio: 'ratio',
      plant_length_meters: 'meters',
      plant_voltage_volts: 'volts',
      plant_current_amperes: 'amperes',
      plant_energy_joules: 'joules',
      plant_power_watts: 'watts',
      plant_mass_grams: 'grams',
      plant_heat_celsius: 'celsius',
      plant_clock_hertz: 'hertz',
      plant_sold_joules: 'joules',
      plant_visits: '',
      plant_outage_duration_seconds: 'seconds',
      http_server_request_duration_seconds: 'seconds',
      process_cpu_seconds: 'seconds',
      target: '',
    });
    expect(find('openmetrics', 'plant_power_watts')?.help).toBe('Plant "power" \\ in W');
    expect(find('text', 'plant_power_watts')?.help).toBe('Plant "power" \\ in W');
  });

  test('exemplars name the span', () => {
    const labels = find('openmetrics', 'plant_visits')?.samples[0]?.exemplar;
    expect(labels).toEqual({ trace_id: expect.stringMatching(/^[0-9a-f]{32}$/), span_id: expect.stringMatching(/^[0-9a-f]{16}$/) });
    const buckets = find('openmetrics', 'plant_outage_duration_seconds')?.samples.filter(({ exemplar }) => exemplar !== null);
    expect(buckets).toHaveLength(values.length);
  });

  // What the parser is for: each of these is a mistake that it must see.
  test.each<[string, RegExp, (text: string) => string]>([
    ['a missing end', /Missing # EOF/, (text) => text.replace('# EOF\n', '')],
    ['an exemplar on a gauge', /can have exemplars/, (text) => text.replace(/^(plant_open -2)$/m, '$1 # {trace_id="a"} 1')],
    ['a unit that is not in the name', /Unit does not match/, (text) => text.replace('# UNIT plant_wait_seconds seconds', '# UNIT plant_wait_seconds bytes')],
    ['a sample of a counter without its suffix', /Clashing name|Invalid/, (text) => text.replace('plant_visits_total 1', 'plant_visits 1')],
    ['a quote that is not escaped', /Invalid/, (text) => text.replace('quote \\"x\\"', 'quote "x"')],
    ['a bucket out of order', /Buckets out of order|Error/, (text) => text.replace('plant_report_size_bytes_bucket{le="1000.0"}', 'plant_report_size_bytes_bucket{le="1e+07"}')],
    ['a name twice', /Clashing name/, (text) => text.replace('\n# EOF\n', '\n# TYPE plant_visits gauge\nplant_visits 1\n# EOF\n')],
  ])('broken: %s', (_name, reason, damage) => {
    const damaged = damage(texts.openmetrics);
    expect(damaged).not.toBe(texts.openmetrics);
    expect(parse('openmetrics', damaged)).toMatch(reason);
  });
}); // prettier-ignore
