// Client spans of node-postgres (`pg`), by the stable semantic conventions for databases.
import { context } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { attributeKeys } from '@plinth/catalog';
import { startDatabaseOperation, type DatabaseTracingOptions } from '../database-operation.ts';
import { readOperation, replaceStandardLiterals } from '../query-text.ts';
import type { PatchedLibrary } from '../traced-library.ts';

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
interface PgClient {
  readonly database?: string;
  readonly host?: string;
  readonly port?: number;
}
interface PgExports {
  readonly Client: { readonly prototype: { query: AnyFunction } };
  readonly Pool: { readonly prototype: { connect: AnyFunction } };
}

export const pg: PatchedLibrary = {
  name: 'pg',
  files: { 'pg/lib/index.js': patch },
  bundled: /Client has encountered a connection error and is not quer[y]able/,
  docs: { table: 'databases', from: '8.0', tested: '{pg} with PostgreSQL 18', cells: ['one a query: `SELECT shop`, query text, SQLSTATE'] },
};

function patch(moduleExports: unknown, options: DatabaseTracingOptions): void {
  const { Client, Pool } = moduleExports as PgExports;
  Client.prototype.query = traceQuery(Client.prototype.query, options);
  // pg makes `Pool` a subclass. Its method `connect` stands on the prototype of pg-pool above it.
  const poolPrototype = Object.getPrototypeOf(Pool.prototype) as { connect: AnyFunction };
  poolPrototype.connect = keepContext(poolPrototype.connect);
}

function traceQuery(query: AnyFunction, options: DatabaseTracingOptions): AnyFunction {
  return function tracedQuery(this: unknown, ...args: unknown[]): unknown {
    const parent = context.active();
    if (isTracingSuppressed(parent)) return query.apply(this, args);
    const end = tryStartQuery(this as PgClient, args, options);
    const last = args.at(-1);
    if (typeof last === 'function') {
      // The callback must run in the context of the caller, not in that of the socket.
      const callback = context.bind(parent, last as AnyFunction);
      args[args.length - 1] = function (this: unknown, ...results: unknown[]) {
        end(results[0] ?? undefined);
        return callback.apply(this, results);
      };
      return query.apply(this, args);
    }
    let result: unknown;
    try {
      result = query.apply(this, args);
    } catch (error) {
      end(error);
      throw error;
    }
    if (isPromise(result)) {
      result.then(
        () => end(),
        (error: unknown) => end(error),
      );
    } else if (isEmitter(result)) {
      // The argument is a Query, a cursor or a stream: events say when it ends.
      result.once('end', () => end());
      result.once('error', (error) => end(error));
    } else {
      end();
    }
    return result;
  };
}

/** Starts the span of a query, and returns what ends it. Where the arguments cannot be read the query runs without a span. */
function tryStartQuery(client: PgClient, args: readonly unknown[], options: DatabaseTracingOptions): (error?: unknown) => void {
  try {
    return startQuery(client, describeQuery(args), options);
  } catch (error) {
    options.onError('pg query', error);
    return () => {};
  }
}

function startQuery(client: PgClient, query: QueryDescription, options: DatabaseTracingOptions): (error?: unknown) => void {
  const namespace = client.database ?? '';
  const operation = startDatabaseOperation(
    {
      system: 'postgresql',
      namespace,
      operation: query.operation,
      spanName: `${query.operation} ${namespace}`,
      serverAddress: client.host ?? '',
      serverPort: client.port ?? 5432,
    },
    options,
    () => ({ [attributeKeys.dbQueryText]: query.text.slice(0, 2048) }),
  );
  return (error) => operation.end(error, error === undefined ? undefined : readSqlState(error));
}

interface QueryDescription {
  readonly operation: string;
  readonly text: string;
}

function describeQuery([query, values]: readonly unknown[]): QueryDescription {
  const config = typeof query === 'object' && query !== null ? (query as { text?: unknown; values?: unknown }) : undefined;
  const text = typeof query === 'string' ? query : typeof config?.text === 'string' ? config.text : '';
  const isParameterised = Array.isArray(values) || Array.isArray(config?.values);
  return {
    operation: readOperation(text),
    // Only a query with parameters may be shown as it is. Source: semantic conventions, attribute `db.query.text`.
    text: isParameterised ? text : replaceStandardLiterals(text),
  };
}

/** The SQLSTATE of the error, where the server answered with one. */
function readSqlState(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** A `connect` may wait until other code releases a connection. Its callback then runs there: it keeps the context of its caller. */
function keepContext(connect: AnyFunction): AnyFunction {
  return function boundConnect(this: unknown, ...args: unknown[]): unknown {
    return connect.apply(
      this,
      args.map((arg) => (typeof arg === 'function' ? context.bind(context.active(), arg as AnyFunction) : arg)),
    );
  };
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | undefined)?.then === 'function';
}

function isEmitter(value: unknown): value is { once(event: string, listener: (value?: unknown) => void): unknown } {
  return typeof (value as { once?: unknown } | undefined)?.once === 'function';
}
