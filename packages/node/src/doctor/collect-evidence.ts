// The evidence of this process: the only place that reads process, threads and the admin port for the checks.
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { get } from '../workarounds/http-module.ts';
import { variables } from '../options/variables.ts';
import type { DoctorEvidence } from './evidence.ts';
import type { ExportWatch } from './export-watch.ts';
import type { ModuleWatch } from './module-watch.ts';

/** What is kept from the start on, because it cannot be asked later. */
export interface StartRecord {
  readonly bundledLibraries: readonly string[];
  readonly admin: { readonly host: string; readonly url: string } | undefined;
  readonly modules: ModuleWatch;
  readonly exports: ExportWatch;
  /** SIGTERM handlers that were given the time that Plinth would have taken. */
  lingering: readonly NodeJS.SignalsListener[];
}

const recordKey = Symbol.for('plinth.node.doctor');
const mainKey = 'plinth.node.registered';
const probeTimeoutMs = 1000;

/** Found by every entry point and every copy of the SDK in this thread. */
export function findStartRecord(): StartRecord | undefined {
  return (globalThis as { [recordKey]?: StartRecord })[recordKey];
}

export function setStartRecord(record: StartRecord): void {
  (globalThis as { [recordKey]?: StartRecord })[recordKey] = record;
  // Threads that are started from here on know that the main thread has the SDK.
  if (isMainThread) setEnvironmentData(mainKey, true);
}

/** What can be read at once, without asking anybody. */
export function collectEvidence(): DoctorEvidence {
  const record = findStartRecord();
  const options = process.env['NODE_OPTIONS'];
  return {
    disabled: isDisabled(),
    registered: record !== undefined,
    registeredInMain: isMainThread ? record !== undefined : getEnvironmentData(mainKey) === true,
    preloaded: [...process.execArgv, ...(options?.split(/\s+/) ?? [])].some((word) => /^(--import|--require|-r)(=|$)/.test(word)),
    nodeOptions: options,
    earlyLibraries: record?.modules.earlyLibraries ?? [],
    bundledLibraries: record?.bundledLibraries ?? [],
    packages: record?.modules.readPackages() ?? [],
    exports: record?.exports.readAnswers() ?? [],
    lingeringHandlers: (record?.lingering ?? []).map(describeHandler),
    admin: record?.admin === undefined ? undefined : { ...record.admin, problem: undefined },
    variables: Object.keys(process.env).filter((name) => process.env[name] !== ''),
  };
}

/** The same, after asking the admin port. */
export async function collectFullEvidence(): Promise<DoctorEvidence> {
  const evidence = collectEvidence();
  const { admin } = evidence;
  return admin === undefined ? evidence : { ...evidence, admin: { ...admin, problem: await probe(admin.url) } };
}

// By Node's own client and not by fetch: loading that costs as much as half of the start.
function probe(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get(`${url}/health/live`, { timeout: probeTimeoutMs }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? undefined : `/health/live answered ${response.statusCode}`);
    });
    request.once('timeout', () => request.destroy(new Error(`did not answer within ${probeTimeoutMs} ms`)));
    request.once('error', (error) => resolve(error.message));
  });
}

/** Its beginning, so that its author finds it. */
function describeHandler(handler: NodeJS.SignalsListener): string {
  return String(handler).replaceAll(/\s+/g, ' ').slice(0, 80);
}

function isDisabled(): boolean {
  const parsed = variables.OTEL_SDK_DISABLED.parse(process.env['OTEL_SDK_DISABLED'] ?? 'false');
  return 'value' in parsed && parsed.value;
}
