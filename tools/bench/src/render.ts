// A platform of 500 scrape targets, 12 environments and 20 tenants: what rendering and linting all of its outputs take.
import { median, quantile, shuffle } from './statistics.ts';
import { startSubject } from './subject-process.ts';

interface Answer {
  readonly first: number;
  readonly second: number;
  readonly lint: number;
  readonly findings: number;
  readonly files: number;
  readonly bytes: number;
}

const rounds = 7;
const number = (count: number, name: string): readonly string[] => Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);

const tenants = Object.fromEntries(number(20, 'tenant').map((name) => [name, { values: [name] }]));
const subjects = {
  '1 environment': buildManifest(1, undefined),
  '12 environments': buildManifest(12, undefined),
  '12 environments, 20 tenants': buildManifest(12, { names: tenants }),
};

function buildManifest(environments: number, tenantNames: unknown): string {
  return JSON.stringify({
    version: 1,
    name: 'shop',
    collectorVersion: '0.161.0',
    sources: { scrapeTargets: number(500, 'service').map((name) => `${name}.shop.svc:9464`) },
    backends: { all: { type: 'otlp', endpoint: 'https://otlp.example.com' } },
    ...(tenantNames !== undefined && { tenants: tenantNames }),
    environments: Object.fromEntries(
      number(environments, 'environment').map((name) => [
        name,
        { topology: 'agent_gateway', outputs: ['raw', 'kubernetes', 'helm', 'operator'], internalTls: { certificateSecret: 'tiers' } },
      ]),
    ),
  });
}

export async function measureRender(): Promise<string> {
  const measured = new Map<string, Answer[]>(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, manifest] of shuffle(Object.entries(subjects))) {
      const subject = await startSubject<unknown, Answer, string>({ file: 'render.mjs' });
      measured.get(name)?.push(await subject.ask(manifest));
      await subject.stop();
    }
  }
  const rows = [...measured].map(([name, answers]) => {
    const [{ files, bytes, findings } = { files: 0, bytes: 0, findings: 0 }] = answers;
    if (findings > 0) throw new Error(`${name}: ${findings} findings`);
    const column = (key: 'first' | 'second' | 'lint'): string => {
      const values = answers.map((answer) => answer[key]);
      return `${median(values).toFixed(0)} (${quantile(values, 0).toFixed(0)}–${quantile(values, 1).toFixed(0)})`;
    };
    return `| ${name} | ${files} | ${(bytes / 1e6).toFixed(1)} | ${column('first')} | ${column('second')} | ${column('lint')} |`;
  });
  return [
    `## Rendering a platform: 500 scrape targets, raw, Kubernetes, Helm and Operator outputs (${rounds} rounds, a process each)`,
    '',
    'CPU ms, median (lowest–highest): manifest text to artefacts in memory, the first time in a process and again; then the linter over every YAML file of them, which finds nothing.',
    '',
    '| | files | MB | render, first | render, again | lint |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'Goal: rendering under 2 s.',
  ].join('\n');
}
