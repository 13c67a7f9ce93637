// What is compared: the same service bare, with Plinth, and with two peers. Peers have packages of their own, installed on first use.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startSubject, type Subject } from './subject-process.ts';

export interface Usage {
  readonly cpuMicroseconds: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
}

export type Server = 'http' | 'fastify';
export type ServiceSubject = Subject<Usage & { readonly port: number }, Usage, 'usage' | 'collect'>;

export interface Stack {
  readonly execArgv: readonly string[];
  readonly wiring: 'none' | 'by-hand';
  /** Folder of peers/ that has its packages. */
  readonly peer?: string;
}

export const stacks = {
  bare: { execArgv: [], wiring: 'none' },
  plinth: { execArgv: ['--import', '@plinth/node/register'], wiring: 'none' },
  'usual stack': { execArgv: ['--require', '@opentelemetry/auto-instrumentations-node/register'], wiring: 'by-hand', peer: 'usual-stack' },
  elastic: { execArgv: ['--import', '@elastic/opentelemetry-node'], wiring: 'by-hand', peer: 'elastic' },
} as const satisfies Record<string, Stack>;

export type StackName = keyof typeof stacks;
export const stackNames = Object.keys(stacks) as StackName[];

export const stacksText = [
  '- bare: no telemetry at all.',
  '- plinth: `--import @plinth/node/register`, nothing else.',
  '- usual stack: `@opentelemetry/auto-instrumentations-node` 0.82.0 with winston and prom-client, wired by hand.',
  '- elastic: `@elastic/opentelemetry-node` 1.18.0 (EDOT), with the same wiring.',
  '',
  'All but bare trace to an OTLP receiver in a process of its own, keep request metrics for a scrape, and check, keep and echo a correlation id.',
].join('\n');

/** Installs what the peers need from their lock files, where it is not there yet. */
export function installPeers(): void {
  for (const { peer } of Object.values<Stack>(stacks)) {
    if (peer === undefined) continue;
    const cwd = join(import.meta.dirname, '../peers', peer);
    if (!existsSync(join(cwd, 'node_modules'))) execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd, stdio: 'inherit' });
  }
}

export interface ServiceOptions {
  readonly stack: StackName;
  readonly server: Server;
  readonly collectorUrl: string;
  /** Share of traces that are kept. */
  readonly ratio: number;
  /** `service.name`, by which the receiver counts. */
  readonly name?: string;
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What is given to --import in the place of the stack's own arguments. */
  readonly registration?: string;
}

export function startService({
  stack,
  server,
  collectorUrl,
  ratio,
  name = stack,
  execArgv = [],
  env = {},
  registration,
}: ServiceOptions): Promise<ServiceSubject> {
  const { wiring, peer, execArgv: own }: Stack = stacks[stack];
  return startSubject<Usage & { readonly port: number }, Usage, 'usage' | 'collect'>({
    file: 'service.cjs',
    args: [server, wiring],
    execArgv: [...(registration === undefined ? own : ['--import', registration]), ...execArgv],
    ...(peer === undefined ? {} : { cwd: join(import.meta.dirname, '../peers', peer) }),
    env: {
      OTEL_SERVICE_NAME: name,
      OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: String(ratio),
      // Metrics are scraped and log records written: nobody pushes them.
      ...(peer === undefined ? { PLINTH_ADMIN_PORT: '0' } : { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' }),
      ...env,
    },
  });
}
