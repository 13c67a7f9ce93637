import type { Writable } from 'node:stream';
import winston from 'winston';

export interface Transport extends Writable {
  level?: string | undefined;
  silent?: boolean | undefined;
}

/** winston's base class of transports. winston's types lack the class that its code exports under this name. */
export const Transport = (winston as unknown as { Transport: new (options?: winston.transport.TransportStreamOptions) => Transport })
  .Transport;
