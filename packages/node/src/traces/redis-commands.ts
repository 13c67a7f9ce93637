// Client spans of Redis from the tracing channels of ioredis (5.11 and newer) and node-redis (5.12 and newer).
import { AsyncLocalStorage } from 'node:async_hooks';
import { tracingChannel } from 'node:diagnostics_channel';
import { context } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { attributeKeys } from '@plinth/catalog';
import { startDatabaseOperation, type DatabaseOperation, type DatabaseTracingOptions } from './database-operation.ts';
import { startTracingChannel, type TracingChannelListeners } from './tracing-channel.ts';

const operationKey = Symbol('plinth.redis_operation');

interface RedisMessage {
  /** A batch has no command. */
  readonly command?: string;
  /** node-redis has the command itself among them. */
  readonly args?: readonly unknown[];
  readonly batchMode?: string;
  readonly batchSize?: number;
  readonly database?: number;
  readonly serverAddress?: string;
  readonly serverPort?: number;
  [operationKey]?: DatabaseOperation;
}

/** Commands that wait for another client by design. They are the loop of a worker, and their duration says nothing. */
const waitingCommands = new Set(
  'BLPOP BRPOP BLMOVE BLMPOP BRPOPLPUSH BZPOPMIN BZPOPMAX BZMPOP XREAD XREADGROUP WAIT WAITAOF SUBSCRIBE PSUBSCRIBE SSUBSCRIBE MONITOR'.split(
    ' ',
  ),
);

/** The channels of a library, `ioredis` or `node-redis`. */
export function redisChannels(publisher: string): { readonly command: string; readonly batch: string } {
  return { command: `${publisher}:command`, batch: `${publisher}:batch` };
}

export function startRedisTracing(publisher: string, options: DatabaseTracingOptions): { shutdown: () => void } {
  const channels = redisChannels(publisher);
  // A batch is one operation. A command belongs to a batch when it runs inside of it.
  const batches = new AsyncLocalStorage<boolean>();
  const batchStart = tracingChannel(channels.batch).start;
  batchStart.bindStore(batches, () => true);
  const commands: TracingChannelListeners<RedisMessage> = {
    start(message) {
      if (message.batchMode === undefined && batches.getStore() !== true) startOperation(message, options);
    },
    error: endOperation,
    end: endOperation,
  };
  const batch: TracingChannelListeners<RedisMessage> = {
    start: (message) => startOperation(message, options),
    error: endOperation,
    end: endOperation,
  };
  const started = [
    startTracingChannel(channels.command, commands, options.onError),
    startTracingChannel(channels.batch, batch, options.onError),
  ];
  return {
    shutdown() {
      for (const part of started) part.shutdown();
      batchStart.unbindStore(batches);
    },
  };
}

function startOperation(message: RedisMessage, options: DatabaseTracingOptions): void {
  const active = context.active();
  if (isTracingSuppressed(active)) return;
  const operation = (message.command ?? message.batchMode ?? 'BATCH').toUpperCase();
  if (waitingCommands.has(operation) || isHandshake(operation, message.args)) return;
  const { batchSize, serverAddress, serverPort } = message;
  message[operationKey] = startDatabaseOperation(
    { system: 'redis', namespace: String(message.database ?? 0), operation, spanName: operation, serverAddress, serverPort },
    options,
    // Neither keys nor values are shown: personal data may be in both.
    batchSize === undefined ? undefined : () => ({ [attributeKeys.dbOperationBatchSize]: batchSize }),
  );
}

/**
 * Whether a command is one with which a connection introduces itself. It is no work of the request in which the connection is opened, and an
 * older server refuses it.
 */
function isHandshake(operation: string, args: readonly unknown[] | undefined): boolean {
  if (operation === 'CLIENT') return args?.slice(0, 2).some((arg) => String(arg).toUpperCase() === 'SETINFO') === true;
  return operation === 'HELLO';
}

function endOperation(message: RedisMessage & { readonly error?: unknown }): void {
  const operation = message[operationKey];
  if (operation === undefined) return;
  if (message.error === undefined) operation.end();
  else operation.end(message.error, readErrorPrefix(message.error));
}

/** The first word of an error that the server answered: `WRONGTYPE`, `NOSCRIPT`, `ERR`. Source: semantic conventions for Redis. */
function readErrorPrefix(error: unknown): string | undefined {
  const { name, message, constructor } = error as { name?: unknown; message?: unknown; constructor?: { name?: unknown } };
  // ioredis gives such an error a name, node-redis has classes for them.
  const isReply = name === 'ReplyError' || constructor?.name === 'SimpleError' || constructor?.name === 'BlobError';
  return isReply && typeof message === 'string' ? /^[A-Z]{2,30}\b/.exec(message)?.[0] : undefined;
}
