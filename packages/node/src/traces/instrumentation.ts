// Starts everything that makes spans without the service's help.
import type { Server } from 'node:http';
import type { Tracer } from '@opentelemetry/api';
import type { ContextManager } from '../context/context-manager.ts';
import type { ExtractContext } from '../context/inbound.ts';
import type { OperationObserver } from '../measure/operations.ts';
import type { Redaction } from '../redaction/redact.ts';
import type { OnInstrumentationError } from './channel-listeners.ts';
import { createAmqplibHooks } from './libraries/amqplib.ts';
import { createBullmqHooks } from './libraries/bullmq.ts';
import { createExpressHooks, startExpressRoutes } from './libraries/express.ts';
import { startFastifyRoutes } from './libraries/fastify.ts';
import { startHttpClientTracing } from './http-client.ts';
import { startHttpServerTracing } from './http-server.ts';
import { startGraphqlTracing } from './libraries/graphql.ts';
import { createGrpcClientHook } from './libraries/grpc-client.ts';
import { createGrpcServerHook } from './libraries/grpc-server.ts';
import { createHonoHooks } from './libraries/hono.ts';
import { createKafkajsHook } from './libraries/kafkajs.ts';
import { createKoaHook } from './libraries/koa.ts';
import { startLibraryHooks, type LibraryHook } from './library-hooks.ts';
import { createNestHook } from './libraries/nest.ts';
import { createMongodbHook } from './libraries/mongodb.ts';
import { startMysqlTracing } from './libraries/mysql2.ts';
import { createPgHook } from './libraries/pg.ts';
import { startRedisTracing } from './libraries/redis.ts';
import { startUndiciTracing } from './libraries/undici.ts';

export interface InstrumentationOptions {
  readonly tracer: Tracer;
  readonly contextManager: ContextManager;
  readonly redaction: Redaction;
  readonly extractContext: ExtractContext;
  readonly isIgnoredServer: (server: Server) => boolean;
  readonly isTrustedHost: (host: string) => boolean;
  readonly operations: OperationObserver;
  readonly onError: OnInstrumentationError;
}

export function startInstrumentation(options: InstrumentationOptions): { shutdown: () => void } {
  const { tracer, contextManager, redaction, operations, onError } = options;
  const client = { tracer, redaction, operations, onError, isTrustedHost: options.isTrustedHost };
  const started = [
    startHttpServerTracing({
      tracer,
      contextManager,
      redaction,
      operations,
      onError,
      extractContext: options.extractContext,
      isIgnored: options.isIgnoredServer,
    }),
    startExpressRoutes(onError),
    startFastifyRoutes(onError),
    startHttpClientTracing(client),
    startUndiciTracing(client),
    startRedisTracing({ tracer, operations, onError }),
    startMysqlTracing({ tracer, operations, onError, contextManager }),
    startGraphqlTracing({ tracer, contextManager, onError }),
    startLibraryHooks(createLibraryHooks(options), onError),
  ];
  return {
    shutdown() {
      for (const part of started.toReversed()) part.shutdown();
    },
  };
}

/** A hook for each patched file of a library. A library that the service does not load is not loaded. docs/libraries.md lists them. */
export function createLibraryHooks({
  tracer,
  operations,
  extractContext,
  isTrustedHost,
  onError,
}: Pick<InstrumentationOptions, 'tracer' | 'operations' | 'extractContext' | 'isTrustedHost' | 'onError'>): LibraryHook[] {
  const adapter = { tracer, operations, onError };
  const messaging = { ...adapter, extractContext };
  return [
    ...createExpressHooks(),
    createKoaHook(),
    ...createHonoHooks(),
    createNestHook(),
    createPgHook(adapter),
    createMongodbHook(adapter),
    ...createBullmqHooks(messaging),
    ...createAmqplibHooks(messaging),
    createKafkajsHook(messaging),
    createGrpcClientHook({ ...messaging, isTrustedHost }),
    createGrpcServerHook({ ...messaging, isTrustedHost }),
  ];
}
