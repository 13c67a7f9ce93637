import { createHttpTransport } from './http-transport.ts';
import type { Transport, TransportOptions } from './transport.ts';

/** Opens no connection, and loads no protocol that it may not need, before the first request. */
export function createTransport(options: TransportOptions): Transport {
  return options.protocol === 'grpc' ? createLazyTransport(options) : createHttpTransport(options);
}

/** HTTP/2 takes 15 ms to load, a third of a bare start: it is loaded at the first request. */
function createLazyTransport(options: TransportOptions): Transport {
  let loading: Promise<Transport> | undefined;
  const load = (): Promise<Transport> => (loading ??= import('./grpc-transport.ts').then((module) => module.createGrpcTransport(options)));
  return {
    send: async (body, timeoutMs) => (await load()).send(body, timeoutMs),
    close: () => void loading?.then((transport) => transport.close()),
  };
}
