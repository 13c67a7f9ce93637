// Client spans of the MongoDB driver. Every command that it sends to a server goes through one method.
import { context } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { attributeKeys } from '@plinth/catalog';
import { startDatabaseOperation, type DatabaseOperation, type DatabaseTracingOptions } from '../database-operation.ts';
import type { PatchedLibrary } from '../traced-library.ts';

interface Namespace {
  readonly db: string;
  readonly collection?: string;
}
interface Connection {
  /** `host:port`, or the path of a socket. */
  readonly address: string;
}
type Command = (this: Connection, namespace: Namespace, command: Readonly<Record<string, unknown>>, ...rest: unknown[]) => Promise<unknown>;

/** Commands that the driver sends for itself. */
const ownCommands = new Set(['hello', 'ismaster', 'isMaster', 'saslStart', 'saslContinue', 'endSessions', 'killCursors']);

export const mongodb: PatchedLibrary = {
  name: 'mongodb',
  files: { 'mongodb/lib/cmap/connection.js': patch },
  bundled: /MongoTopologyClosedErro[r]/,
  docs: {
    table: 'databases',
    from: '6.0',
    tested: '{mongodb} with FerretDB, where that is installed',
    cells: ['one a command: `find users`, code of the error'],
  },
};

function patch(moduleExports: unknown, options: DatabaseTracingOptions): void {
  const { prototype } = (moduleExports as { readonly Connection: { readonly prototype: { command: Command } } }).Connection;
  const { command } = prototype;
  prototype.command = function (namespace, document, ...rest) {
    const operation = tryStartCommand(this, namespace, document, options);
    const result = command.call(this, namespace, document, ...rest);
    if (operation !== undefined) {
      result.then(
        (answer) => endCommand(operation, answer),
        (error: unknown) => operation.end(error, readCode(error)),
      );
    }
    return result;
  };
}

/** Undefined where the command cannot be read: it then runs without a span. */
function tryStartCommand(
  connection: Connection,
  namespace: Namespace,
  document: Readonly<Record<string, unknown>>,
  options: DatabaseTracingOptions,
): DatabaseOperation | undefined {
  try {
    const operation = Object.keys(document)[0] ?? '';
    if (ownCommands.has(operation) || isTracingSuppressed(context.active())) return undefined;
    const { db } = namespace;
    const subject = operation === 'getMore' ? document['collection'] : document[operation];
    const collection = typeof subject === 'string' ? subject : undefined;
    const end = connection.address.lastIndexOf(':');
    const port = Number(connection.address.slice(end + 1));
    return startDatabaseOperation(
      {
        system: 'mongodb',
        namespace: db,
        operation,
        spanName: `${operation} ${collection ?? db}`,
        serverAddress: end < 0 ? connection.address : connection.address.slice(0, end),
        serverPort: end < 0 || Number.isNaN(port) ? undefined : port,
      },
      options,
      collection === undefined ? undefined : () => ({ [attributeKeys.dbCollectionName]: collection }),
    );
  } catch (error) {
    options.onError('mongodb command', error);
    return undefined;
  }
}

/** Ends the operation. A server that refuses a write has write errors in its answer, which is no error of the connection. */
function endCommand(operation: DatabaseOperation, answer: unknown): void {
  const [refused] = readWriteErrors(answer);
  if (refused === undefined) operation.end();
  else operation.end({ name: 'MongoWriteError', message: refused.errmsg }, readCode(refused));
}

interface WriteError {
  readonly code?: unknown;
  readonly errmsg?: unknown;
}

/** The write errors of an answer. The answer is a document, or an object that decodes a field when it is asked for. */
function readWriteErrors(answer: unknown): readonly WriteError[] {
  try {
    const lazy = answer as { has?(name: string): boolean; toObject?(): unknown };
    const document = typeof lazy.has !== 'function' ? answer : lazy.has('writeErrors') ? lazy.toObject?.() : undefined;
    const errors = (document as { writeErrors?: unknown } | undefined)?.writeErrors;
    return Array.isArray(errors) ? errors : [];
  } catch {
    return [];
  }
}

function readCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'number' ? String(code) : undefined;
}
