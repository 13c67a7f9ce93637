// The service's own winston transports and formats. A fault of one reaches neither the caller nor the others.
import type { Writable } from 'node:stream';
import type { Logform } from 'winston';
import type { ReportFault } from './logger-options.ts';
import { buildInfo, messageSymbol, type Info } from './winston-info.ts';

// Records that may wait in one transport. winston has no bound.
const longestBacklog = 10_000;

/** The record as the service's format makes it. Undefined when the format leaves it out. The record itself when the format throws. */
export function applyFormat(format: Logform.Format, line: string, level: string, report: ReportFault): Info | undefined {
  try {
    const formatted = format.transform(buildInfo(line, level), format.options);
    if (typeof formatted !== 'object' || formatted === null) return undefined;
    // Where a format changes fields only, or makes no text, the line stays as it was.
    const info = formatted as unknown as Info;
    if (typeof info[messageSymbol] !== 'string') info[messageSymbol] = line.slice(0, -1);
    return info;
  } catch (thrown) {
    report('format', thrown);
    return buildInfo(line, level);
  }
}

/** Hands a record to each transport. A transport that throws, or that no longer takes records, does not disturb the others. */
export function writeToTransports(transports: readonly Writable[], info: Info, report: ReportFault): void {
  for (const transport of transports) {
    if (transport.writableLength >= longestBacklog) {
      report('transport', new Error(`a transport has ${longestBacklog} records waiting: further ones are dropped for it`));
      continue;
    }
    try {
      transport.write(info);
    } catch (thrown) {
      report('transport', thrown);
    }
  }
}

type Done = (error?: Error | null) => void;

/** The parts of a transport's stream that call the service's code. */
interface Isolated extends Omit<Writable, '_write' | '_writev'> {
  _write: (info: unknown, encoding: BufferEncoding, callback: Done) => unknown;
  _writev: ((infos: Parameters<NonNullable<Writable['_writev']>>[0], callback: Done) => unknown) | undefined;
  logv?: unknown;
}

const isolated = new WeakSet<Writable>();

/** A stream whose `_write` throws would wait for its callback, and never write again. Here it gets the callback. */
export function isolateTransport(transport: Writable, report: ReportFault): void {
  if (isolated.has(transport)) return;
  isolated.add(transport);
  const target = transport as unknown as Isolated;
  const write = target._write.bind(target);
  target._write = (info, encoding, callback) => guard((done) => write(info, encoding, done), callback, report);
  // winston's own _writev calls `log` for each record, and loses the others when one throws. Without it the records come one by one.
  const writeMany = target.logv === undefined ? undefined : target._writev?.bind(target);
  target._writev = writeMany && ((infos, callback) => guard((done) => writeMany(infos, done), callback, report));
}

function guard(write: (done: Done) => unknown, callback: Done, report: ReportFault): void {
  let called = false;
  const done: Done = (error) => {
    if (called) return;
    called = true;
    callback(error);
  };
  const fail = (thrown: unknown): void => {
    report('transport', thrown);
    done();
  };
  try {
    const result = write(done);
    if (result instanceof Promise) result.catch(fail);
  } catch (thrown) {
    fail(thrown);
  }
}
