// Runs a suite of pipeline tests, each against a Collector of its own.
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeExportRequest } from '@plinth/otlp';
import type { Signal } from '@plinth/otlp';
import { stringify } from 'yaml';
import type { CollectorConfig } from '../collector-config.ts';
import { CollectorError } from '../errors.ts';
import { parseOutput } from '../validators/otelcol-output.ts';
import { startOtelcol } from '../validators/run-otelcol.ts';
import { buildCaptureConfig } from './capture.ts';
import { checkTest } from './check.ts';
import type { Evidence } from './check.ts';
import { readUnder, writeUnder } from './files.ts';
import { findFreePort } from './free-port.ts';
import { buildItems } from './item.ts';
import { checkNames, chooseReceiver } from './names.ts';
import { parsePipelineTests } from './parse.ts';
import type { ParsedSuite } from './parse.ts';
import { readCollectorConfig } from './read-config.ts';
import type { PipelineTestReport, TestResult } from './report.ts';
import type { PipelineTest } from './schema.ts';
import { startSink } from './sink.ts';
import type { Sink } from './sink.ts';
import { buildTelemetry } from './telemetry.ts';
import type { ExportBody } from './telemetry.ts';

export interface RunOptions {
  /** The path of a Collector binary: `requireOtelcol()` finds one. */
  readonly binary: string;
  /** How many Collectors run at once. Default: the number of processors, 4 at most. */
  readonly parallel?: number;
}

/**
 * Runs the tests of a `plinth.pipeline-test.yaml` against a real Collector, in which sinks take the place of the exporters.
 * @throws CollectorError with every problem of the test file or of the Collector config. A test that fails does not throw.
 */
export async function runPipelineTests(
  file: string,
  { binary, parallel = Math.min(4, availableParallelism()) }: RunOptions,
): Promise<PipelineTestReport> {
  const parsed = parsePipelineTests(await readFile(file, 'utf8'), file);
  const folder = dirname(file);
  const configFile = resolve(folder, parsed.suite.config);
  const text = await readFile(configFile, 'utf8').catch((cause: unknown) => {
    const problem = `${parsed.locate(['config'])}: config: ${configFile} cannot be read`;
    throw new CollectorError('collector.pipeline_test_invalid', [problem], { cause });
  });
  const config = readCollectorConfig(text, configFile);
  const problems = checkNames(parsed, config);
  if (problems.length > 0) throw new CollectorError('collector.pipeline_test_invalid', problems);

  const notices = new Set<string>();
  const results: TestResult[] = [];
  const waiting = parsed.suite.tests.entries();
  const work = async (): Promise<void> => {
    for (const [index, test] of waiting) results[index] = await runTest({ binary, config, parsed, folder, test, index, notices });
  };
  await Promise.all(Array.from({ length: Math.max(1, parallel) }, work));
  return { file, results, notices: [...notices] };
}

interface TestRun {
  readonly binary: string;
  readonly config: CollectorConfig;
  readonly parsed: ParsedSuite;
  readonly folder: string;
  readonly test: PipelineTest;
  readonly index: number;
  readonly notices: Set<string>;
}

async function runTest(run: TestRun): Promise<TestResult> {
  const { test, index, parsed } = run;
  try {
    const evidence = await collectEvidence(run);
    const failures = checkTest(test, evidence).map((failure) => ({
      place: parsed.locate(['tests', index, 'expect', failure.index]),
      message: failure.message,
      arrived: failure.arrived,
    }));
    return { name: test.name, passed: failures.length === 0, failures };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { name: test.name, passed: false, failures: [{ place: parsed.locate(['tests', index]), message, arrived: [] }] };
  }
}

async function collectEvidence({ binary, config, parsed, folder, test, notices }: TestRun): Promise<Evidence> {
  const bodies = [...buildTelemetry(test.given, test.name, Date.now()), ...(await readBodies(test, folder))];
  const given = bodies.flatMap(({ signal, json }) => buildItems(signal, decodeExportRequest(signal, 'json', Buffer.from(json))));
  const texts = Object.entries(test.given.files);
  const sent = [...bodies.map(({ json }) => json), ...texts.map(([, text]) => JSON.stringify(text))];
  const sinks = new Map<string, Sink>();
  const ports = new Map<string, number>();
  const disk = await mkdtemp(join(tmpdir(), 'plinth-pipeline-test-'));
  try {
    for (const id of idsOf(config, 'exporters')) sinks.set(id, await startSink());
    for (const id of idsOf(config, 'receivers')) ports.set(id, await findFreePort());
    for (const [path, text] of texts) await writeUnder(disk, path, text);
    const captured = buildCaptureConfig(config, {
      listen: (id) => ({ http: `127.0.0.1:${ports.get(id)}` }),
      sink: (id) => sinks.get(id)?.url ?? '',
      storage: (id) => join(disk, 'storage', encodeURIComponent(id)),
      fast: parsed.suite.timing === 'fast',
      ...(texts.length > 0 && { receiver: (id: string, settings: unknown) => readUnder(disk, id, settings) }),
    });
    for (const notice of captured.notices) notices.add(notice);
    const otelcol = await startOtelcol({ binary, config: stringify(captured.config, { lineWidth: 0 }), env: parsed.suite.env });
    const arrived = (): Evidence['arrived'] => new Map([...sinks].map(([id, sink]) => [id, sink.arrivals()]));
    try {
      for (const body of bodies) await send(config, test, body, ports);
      const holds = (): boolean => checkTest(test, { given, sent, arrived: arrived() }).length === 0;
      await waitFor(holds, readDuration(test.within));
      if (texts.length > 0) await waitForQuiet(() => [...sinks.values()].reduce((sum, sink) => sum + sink.arrivals().items.length, 0));
    } finally {
      // A Collector that is stopped hands on what it holds: nothing has to be waited for.
      await otelcol.shutdown();
    }
    for (const warning of parseOutput(otelcol.output()).warnings.slice(0, MAX_WARNINGS)) notices.add(`the Collector warns: ${warning}`);
    return { given, sent, arrived: arrived() };
  } finally {
    await Promise.all([...sinks.values()].map((sink) => sink.shutdown()));
    await rm(disk, { recursive: true, force: true });
  }
}

async function waitFor(holds: () => boolean, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && !holds()) await delay(50);
}

/** Files are polled: until something has arrived and then nothing more for a while, or for three seconds. */
async function waitForQuiet(count: () => number): Promise<void> {
  let before = 0;
  let quiet = 0;
  await waitFor(() => {
    const now = count();
    quiet = now > 0 && now === before ? quiet + 1 : 0;
    before = now;
    return quiet >= 8;
  }, 3000);
}

/** As many of the Collector's own warnings as a report has of one test. */
const MAX_WARNINGS = 3;

function idsOf(config: CollectorConfig, side: 'receivers' | 'exporters'): ReadonlySet<string> {
  return new Set(Object.values(config.service.pipelines).flatMap((pipeline) => pipeline[side]));
}

async function send(
  config: CollectorConfig,
  test: PipelineTest,
  { signal, json }: ExportBody,
  ports: ReadonlyMap<string, number>,
): Promise<void> {
  const receiver = chooseReceiver(config, signal, test.given);
  if (typeof receiver !== 'string') throw new Error(receiver.problem);
  const response = await fetch(`http://127.0.0.1:${ports.get(receiver)}/v1/${signal}`, {
    method: 'POST',
    headers: { ...test.given.headers, 'content-type': 'application/json' },
    body: json,
  });
  if (!response.ok) throw new Error(`the Collector refused the ${signal} with status ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}

const requestKeys: Readonly<Record<string, Signal>> = { resourceSpans: 'traces', resourceLogs: 'logs', resourceMetrics: 'metrics' };

async function readBodies(test: PipelineTest, folder: string): Promise<readonly ExportBody[]> {
  return Promise.all(
    test.given.otlp.map(async (path) => {
      const json = await readFile(resolve(folder, path), 'utf8');
      const signal = Object.entries(requestKeys).find(([key]) => json.includes(`"${key}"`))?.[1];
      if (signal === undefined) throw new Error(`${path}: expected one of ${Object.keys(requestKeys).join(', ')}`);
      return { signal, json };
    }),
  );
}

function readDuration(text: string): number {
  return Number.parseInt(text, 10) * (text.endsWith('ms') ? 1 : 1000);
}
