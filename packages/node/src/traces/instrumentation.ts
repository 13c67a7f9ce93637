// All that makes spans by itself, started together.
import type { Server } from 'node:http';
import type { Tracer } from '@opentelemetry/api';
import type { ContextManager } from '../context/context-manager.ts';
import type { ExtractContext } from '../context/inbound.ts';
import type { RequestObserver } from '../context/request-records.ts';
import type { Redaction } from '../redaction/redact.ts';
import type { OnInstrumentationError } from './channel-listeners.ts';
import { startExpressRoutes } from './express-route.ts';
import { startFastifyRoutes } from './fastify-route.ts';
import { startHttpClientTracing } from './http-client.ts';
import { startHttpServerTracing } from './http-server.ts';
import { startLibraryHooks } from './library-hooks.ts';
import { createPgHook } from './pg.ts';
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
    startLibraryHooks([createPgHook({ tracer, requests, onError })], onError),
  ];
  return {
    shutdown() {
      for (const part of started.toReversed()) part.shutdown();
    },
  };
}
