// Client spans of node-postgres (`pg`). Our own adapter: it follows the stable database conventions and feeds the one metric store.
import { context, SpanKind, SpanStatusCode, trace, type Attributes, type Span, type Tracer } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { attributeKeys } from '@plinth/catalog';
import type { RequestObserver } from '../context/request-records.ts';
import type { OnInstrumentationError } from './channel-listeners.ts';
import { errorTypeOf, recordSpanException } from './exception.ts';
import type { LibraryHook } from './library-hooks.ts';

export interface PgTracingOptions {
  readonly tracer: Tracer;
  readonly requests: Pick<RequestObserver, 'endQuery'>;
  readonly onError: OnInstrumentationError;
}

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

export function createPgHook(options: PgTracingOptions): LibraryHook {
  return {
    file: 'pg/lib/index.js',
    patch(moduleExports) {
      const { Client, Pool } = moduleExports as PgExports;
      Client.prototype.query = traceQuery(Client.prototype.query, options);
      // `Pool` is a subclass made by pg; `connect` lives on pg-pool's prototype above it.
      const poolPrototype = Object.getPrototypeOf(Pool.prototype) as { connect: AnyFunction };
      poolPrototype.connect = keepContext(poolPrototype.connect);
    },
  };
}

function traceQuery(query: AnyFunction, options: PgTracingOptions): AnyFunction {
  return function tracedQuery(this: unknown, ...args: unknown[]): unknown {
    const parent = context.active();
    if (isTracingSuppressed(parent)) return query.apply(this, args);
    const end = tryStartQuery(this as PgClient, args, options);
    const last = args.at(-1);
    if (typeof last === 'function') {
      // The callback belongs to the caller's context, not to the socket's.
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
      // A Query, cursor or stream object: it tells its end by events.
      result.once('end', () => end());
      result.once('error', (error) => end(error));
    } else {
      end();
    }
    return result;
  };
}

/** The query runs untraced where its arguments cannot be read. */
function tryStartQuery(client: PgClient, args: readonly unknown[], options: PgTracingOptions): (error?: unknown) => void {
  try {
    return startQuery(client, describeQuery(args), options);
  } catch (error) {
    options.onError('pg query', error);
    return () => {};
  }
}

/** Starts the span of one query; a query outside of any trace, like a queue's polling, is only counted. */
function startQuery(client: PgClient, query: QueryDescription, options: PgTracingOptions): (error?: unknown) => void {
  const startedAt = performance.now();
  const namespace = client.database ?? '';
  const parent = context.active();
  const span =
    trace.getSpan(parent) === undefined
      ? undefined
      : options.tracer.startSpan(
          `${query.operation} ${namespace}`,
          { kind: SpanKind.CLIENT, attributes: describeSpan(client, query) },
          parent,
        );
  let ended = false;
  return (error) => {
    if (ended) return;
    ended = true;
    const errorType = error === undefined ? undefined : errorCode(error);
    if (span !== undefined) endSpan(span, error, errorType);
    options.requests.endQuery({
      system: 'postgresql',
      namespace,
      operation: query.operation,
      errorType,
      durationSeconds: (performance.now() - startedAt) / 1000,
      spanContext: span?.spanContext(),
    });
  };
}

function endSpan(span: Span, error: unknown, errorType: string | undefined): void {
  if (errorType !== undefined) {
    span.setAttribute(attributeKeys.errorType, errorType);
    span.setStatus({ code: SpanStatusCode.ERROR });
    recordSpanException(span, error);
  }
  span.end();
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
    operation: /^\s*(?:--[^\n]*\n\s*)*([a-z]+)/i.exec(text)?.[1]?.toUpperCase() ?? 'QUERY',
    text: isParameterised ? text : replaceLiterals(text),
  };
}

/** Text without its values: only a parameterised query may be shown as it is. Source: attribute `db.query.text`. */
export function replaceLiterals(text: string): string {
  return text.replace(/'(?:[^']|'')*'/g, '?').replace(/\b\d+(?:\.\d+)?\b/g, '?');
}

function describeSpan(client: PgClient, query: QueryDescription): Attributes {
  return {
    [attributeKeys.dbSystemName]: 'postgresql',
    [attributeKeys.dbNamespace]: client.database ?? '',
    [attributeKeys.dbOperationName]: query.operation,
    [attributeKeys.dbQueryText]: query.text.slice(0, 2048),
    [attributeKeys.serverAddress]: client.host ?? '',
    [attributeKeys.serverPort]: client.port ?? 5432,
  };
}

/** SQLSTATE where the server answered, else the class of the error. */
function errorCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : errorTypeOf(error);
}

/** A waiting `connect` is answered by whoever releases a connection: its callback keeps the context of its caller. */
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
