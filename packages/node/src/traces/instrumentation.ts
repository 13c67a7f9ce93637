// All that makes spans by itself, started together.
import type { Server } from 'node:http';
import type { Tracer } from '@opentelemetry/api';
import type { ContextManager } from '../context/context-manager.ts';
import type { ExtractContext } from '../context/inbound.ts';
import type { RequestObserver } from '../context/request-records.ts';
import type { Redaction } from '../redaction/redact.ts';
import type { OnInstrumentationError } from './channel-listeners.ts';
import { createAmqplibHooks } from './amqplib.ts';
import { createBullmqHooks } from './bullmq.ts';
import { createExpressHooks } from './express-hooks.ts';
import { startExpressRoutes } from './express-route.ts';
import { startFastifyRoutes } from './fastify-route.ts';
import { startHttpClientTracing } from './http-client.ts';
import { startHttpServerTracing } from './http-server.ts';
import { startGraphqlTracing } from './graphql.ts';
import { createGrpcClientHook } from './grpc-client.ts';
import { createGrpcServerHook } from './grpc-server.ts';
import { createHonoHooks } from './hono-route.ts';
import { createKafkajsHook } from './kafkajs.ts';
import { createKoaHook } from './koa-route.ts';
import { startLibraryHooks, type LibraryHook } from './library-hooks.ts';
import { createNestHook } from './nest-error.ts';
import { createMongodbHook } from './mongodb.ts';
import { startMysqlTracing } from './mysql.ts';
import { createPgHook } from './pg.ts';
import { startRedisTracing } from './redis.ts';
import { startUndiciTracing } from './undici-client.ts';

export interface InstrumentationOptions {
  readonly tracer: Tracer;
  readonly contextManager: ContextManager;
  readonly redaction: Redaction;
  readonly extractContext: ExtractContext;
  readonly isIgnoredServer: (server: Server) => boolean;
  readonly isTrustedHost: (host: string) => boolean;
  readonly requests: RequestObserver;
  readonly onError: OnInstrumentationError;
}

export function startInstrumentation(options: InstrumentationOptions): { shutdown: () => void } {
  const { tracer, contextManager, redaction, requests, onError } = options;
  const client = { tracer, redaction, requests, onError, isTrustedHost: options.isTrustedHost };
  const started = [
    startHttpServerTracing({
      tracer,
      contextManager,
      redaction,
      requests,
      onError,
      extractContext: options.extractContext,
      isIgnored: options.isIgnoredServer,
    }),
    startExpressRoutes(onError),
    startFastifyRoutes(onError),
    startHttpClientTracing(client),
    startUndiciTracing(client),
    startRedisTracing({ tracer, requests, onError }),
    startMysqlTracing({ tracer, requests, onError, contextManager }),
    startGraphqlTracing({ tracer, contextManager, onError }),
    startLibraryHooks(createLibraryHooks(options), onError),
  ];
  return {
    shutdown() {
      for (const part of started.toReversed()) part.shutdown();
    },
  };
}

/** One for each file of a library that is patched; nothing is loaded for a library that the service does not load. docs/libraries.md has them all. */
export function createLibraryHooks({
  tracer,
  requests,
  extractContext,
  isTrustedHost,
  onError,
}: Pick<InstrumentationOptions, 'tracer' | 'requests' | 'extractContext' | 'isTrustedHost' | 'onError'>): LibraryHook[] {
  const adapter = { tracer, requests, onError };
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
