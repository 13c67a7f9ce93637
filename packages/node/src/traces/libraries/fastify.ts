// http.route and errors of Fastify. Fastify publishes each new instance, and the SDK adds hooks to it.
import { startChannelListeners, type OnInstrumentationError } from '../channel-listeners.ts';
import { findServerRequest } from '../http-server-request.ts';
import type { PublishingLibrary } from '../traced-library.ts';

interface FastifyRequest {
  readonly routeOptions?: { readonly url?: string };
}
interface FastifyReply {
  readonly raw: object;
}
interface FastifyInstance {
  addHook(name: 'onRequest', hook: (request: FastifyRequest, reply: FastifyReply, done: () => void) => void): unknown;
  addHook(name: 'onError', hook: (request: FastifyRequest, reply: FastifyReply, error: unknown, done: () => void) => void): unknown;
}

const channel = 'fastify.initialization';

export const fastify: PublishingLibrary = {
  name: 'fastify',
  channels: [channel],
  start: ({ onError }) => startRoutes(onError),
  // An instance is traced when it is made.
  needsSdkFirst: true,
  docs: { table: 'servers', from: '5.0', tested: '{fastify}, requests by loopback', cells: [] },
};

function startRoutes(onInstrumentationError: OnInstrumentationError): { shutdown: () => void } {
  const onInstance = (message: unknown): void => {
    const { fastify: instance } = message as { fastify: FastifyInstance };
    // This hook runs before parsing and validation of the body: so a request that is refused there has its route, too.
    instance.addHook('onRequest', (request, reply, done) => {
      const state = findServerRequest(reply.raw);
      if (state !== undefined) state.route = request.routeOptions?.url;
      done();
    });
    instance.addHook('onError', (_request, reply, error, done) => {
      const state = findServerRequest(reply.raw);
      if (state !== undefined) state.error = error;
      done();
    });
  };
  return startChannelListeners({ [channel]: onInstance }, onInstrumentationError);
}
