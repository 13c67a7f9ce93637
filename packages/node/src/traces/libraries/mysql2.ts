// Client spans of mysql2 from its tracing channels (3.20 and newer).
import { context, type Context } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { attributeKeys } from '@plinth/catalog';
import type { ContextManager } from '../../context/context-manager.ts';
import { startDatabaseOperation, type DatabaseOperation, type DatabaseTracingOptions } from '../database-operation.ts';
import { readOperation, replaceLiterals } from '../query-text.ts';
import type { PublishingLibrary } from '../traced-library.ts';
import { startTracingChannel } from '../tracing-channel.ts';

const operationKey = Symbol('plinth.mysql_operation');
const callerKey = Symbol('plinth.mysql_caller');

interface MysqlMessage {
  readonly query?: string;
  readonly database?: string;
  readonly serverAddress?: string;
  readonly serverPort?: number;
  [operationKey]?: DatabaseOperation;
  [callerKey]?: Context;
}

interface MysqlTracingOptions extends DatabaseTracingOptions {
  readonly contextManager: ContextManager;
}

const queryChannel = 'mysql2:query';
const executeChannel = 'mysql2:execute';
const connectChannel = 'mysql2:pool:connect';

export const mysql2: PublishingLibrary = {
  name: 'mysql2',
  channels: [queryChannel, executeChannel, connectChannel].map((channel) => `tracing:${channel}`),
  start,
  docs: {
    table: 'databases',
    from: '3.20',
    tested: '{mysql2} with MariaDB',
    cells: ['one a query: `SELECT shop`, query text, number of the error'],
  },
};

function start(options: MysqlTracingOptions): { shutdown: () => void } {
  const { contextManager, onError } = options;
  // A callback runs in the context of the socket's data, or of the code that released a connection. It gets its caller's context back.
  const restore = (message: MysqlMessage): void => {
    if (message[callerKey] !== undefined) contextManager.attach(message[callerKey]);
  };
  const query = {
    start(message: MysqlMessage) {
      message[callerKey] = context.active();
      startQuery(message, options);
    },
    error: endQuery,
    settle(message: MysqlMessage) {
      endQuery(message);
      restore(message);
    },
    end: endQuery,
  };
  const connect = {
    start: (message: MysqlMessage) => void (message[callerKey] = context.active()),
    error: () => {},
    settle: restore,
    end: () => {},
  };
  const started = [
    startTracingChannel(queryChannel, query, onError),
    startTracingChannel(executeChannel, query, onError),
    startTracingChannel(connectChannel, connect, onError),
  ];
  return {
    shutdown() {
      for (const part of started) part.shutdown();
    },
  };
}

function startQuery(message: MysqlMessage, options: DatabaseTracingOptions): void {
  if (isTracingSuppressed(context.active())) return;
  const { query = '', database: namespace = '', serverAddress, serverPort } = message;
  const operation = readOperation(query);
  message[operationKey] = startDatabaseOperation(
    { system: 'mysql', namespace, operation, spanName: `${operation} ${namespace}`.trimEnd(), serverAddress, serverPort },
    options,
    // `query` has the values in its text.
    () => ({ [attributeKeys.dbQueryText]: replaceLiterals(query.slice(0, 2048)) }),
  );
}

function endQuery(message: MysqlMessage & { readonly error?: unknown }): void {
  const operation = message[operationKey];
  if (operation === undefined) return;
  const { error } = message;
  const errno = (error as { errno?: unknown } | undefined)?.errno;
  // Only errors of the network have negative numbers.
  operation.end(error, typeof errno === 'number' && errno > 0 ? String(errno) : undefined);
}
