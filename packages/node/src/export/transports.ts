import { createGrpcTransport } from './grpc-transport.ts';
import { createHttpTransport } from './http-transport.ts';
import type { Transport, TransportOptions } from './transport.ts';

/** Opens nothing until the first request. */
export function createTransport(options: TransportOptions): Transport {
  return options.protocol === 'grpc' ? createGrpcTransport(options) : createHttpTransport(options);
}
