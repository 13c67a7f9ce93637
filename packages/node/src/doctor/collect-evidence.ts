// Collects the evidence of this process. Only this file reads the process, its threads and the admin port for the checks.
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { get } from '../workarounds/http-module.ts';
import { isDisabled } from '../options/parse-options.ts';
import type { DoctorEvidence } from './evidence.ts';
import type { ExportWatch } from './export-watch.ts';
import type { ModuleWatch } from './module-watch.ts';

/** Facts of the start that cannot be found later. */
export interface StartRecord {
  readonly bundledLibraries: readonly string[];
  readonly bundledLoggers: string[];
  admin: { readonly hosts: readonly string[]; readonly url: string } | undefined;
  readonly modules: ModuleWatch;
  readonly exports: ExportWatch;
  /** The service's SIGTERM handlers that did not end the process in the time that Plinth would have had. */
  lingering: readonly NodeJS.SignalsListener[];
}

const recordKey = Symbol.for('plinth.node.doctor');
/** Where each copy of the OpenTelemetry API looks for what is registered. */
const apiKey = Symbol.for('opentelemetry.js.api.1');
const mainKey = 'plinth.node.registered';
const probeTimeoutMs = 1000;

/** Every entry point and every copy of the SDK in this thread finds the same record. */
export function findStartRecord(): StartRecord | undefined {
  return (globalThis as { [recordKey]?: StartRecord })[recordKey];
}

export function setStartRecord(record: StartRecord): void {
  (globalThis as { [recordKey]?: StartRecord })[recordKey] = record;
  // Threads that start from now on know that the main thread has the SDK.
  if (isMainThread) setEnvironmentData(mainKey, true);
}

/** Whether this is a thread of a process whose main thread has the SDK. */
export function isMainRegistered(): boolean {
  return !isMainThread && getEnvironmentData(mainKey) === true;
}

/** The evidence that can be read at once, without a request. */
export function collectEvidence(): DoctorEvidence {
  const record = findStartRecord();
  const options = process.env['NODE_OPTIONS'];
  return {
    disabled: isDisabled(process.env),
    registered: record !== undefined,
    registeredInMain: isMainThread ? record !== undefined : isMainRegistered(),
    preloaded: [...process.execArgv, ...(options?.split(/\s+/) ?? [])].some((word) => /^(--import|--require|-r)(=|$)/.test(word)),
    nodeOptions: options,
    earlyLibraries: record?.modules.earlyLibraries ?? [],
    bundledLibraries: record?.bundledLibraries ?? [],
    bundledLoggers: record?.bundledLoggers ?? [],
    packages: record?.modules.readPackages() ?? [],
    registeredApi: (globalThis as { [apiKey]?: { readonly version?: string } })[apiKey]?.version,
    exports: record?.exports.readAnswers() ?? [],
    lingeringHandlers: (record?.lingering ?? []).map(describeHandler),
    admin: record?.admin === undefined ? undefined : { ...record.admin, problem: undefined },
    variables: Object.keys(process.env).filter((name) => process.env[name] !== ''),
  };
}

/** The same evidence, and the answer of the admin port. */
export async function collectFullEvidence(): Promise<DoctorEvidence> {
  const evidence = collectEvidence();
  const { admin } = evidence;
  return admin === undefined ? evidence : { ...evidence, admin: { ...admin, problem: await probe(admin.url) } };
}

// This is not `fetch`: to load it takes half as long as the whole start.
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

/** The beginning of the handler's source, so that its author finds it. */
function describeHandler(handler: NodeJS.SignalsListener): string {
  return String(handler).replaceAll(/\s+/g, ' ').slice(0, 80);
}
