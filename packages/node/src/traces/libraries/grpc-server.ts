// Server spans of @grpc/grpc-js. Each handler is wrapped when it is registered: so a method that does not exist is no series.
import type { EventEmitter } from 'node:events';
import { context } from '@opentelemetry/api';
import { attributeKeys } from '@plinth/catalog';
import { getCorrelationId } from '../../context/correlation.ts';
import { GrpcCall, type GrpcMetadata, type GrpcTracingOptions } from '../grpc-call.ts';
import { contextHeaderNames } from '../messaging.ts';

const ok = 0;
const cancelled = 1;
const unknown = 2;

interface ServerCall extends EventEmitter {
  readonly metadata: GrpcMetadata;
}
type Respond = (error: unknown, ...rest: unknown[]) => void;
type Handler = (this: unknown, call: ServerCall, respond?: Respond) => unknown;
type Register = (this: unknown, path: string, handler: Handler, ...rest: unknown[]) => boolean;

export function patchServer(moduleExports: unknown, options: GrpcTracingOptions): void {
  const { prototype } = (moduleExports as { readonly Server: { readonly prototype: { register: Register } } }).Server;
  const { register } = prototype;
  prototype.register = function (path, handler, ...rest) {
    // The other arguments are serialize, deserialize and type.
    const isStream = rest[2] === 'serverStream' || rest[2] === 'bidi';
    return register.call(this, path, typeof handler === 'function' ? traceHandler(path, handler, isStream, options) : handler, ...rest);
  };
}

function traceHandler(path: string, handler: Handler, isStream: boolean, options: GrpcTracingOptions): Handler {
  return function (stream, respond) {
    const call = tryStart(path, stream, options);
    if (call === undefined) return handler.call(this, stream, respond);
    // Events of the call come from the connection. The listeners must run in the context of the call.
    context.bind(call.context, stream);
    stream.on('cancelled', () => call.end(cancelled));
    let answer = respond;
    if (isStream) {
      stream.on('error', (error: unknown) => call.end(readCode(error), error));
      stream.on('finish', () => call.end(ok));
    } else if (respond !== undefined) {
      answer = (error, ...rest) => {
        if (error) call.end(readCode(error), error);
        else call.end(ok);
        respond(error, ...rest);
      };
    }
    try {
      return context.with(call.context, handler, this, stream, answer);
    } catch (error) {
      // The library answers UNKNOWN here, whatever code the error has.
      call.end(unknown, error);
      throw error;
    }
  };
}

/** Undefined where the call cannot be read: it is then answered without a span. */
function tryStart(path: string, { metadata }: ServerCall, options: GrpcTracingOptions): GrpcCall | undefined {
  try {
    const headers: Record<string, string> = {};
    for (const name of contextHeaderNames) {
      const [value] = metadata.get(name);
      if (typeof value === 'string') headers[name] = value;
    }
    const parent = options.extractContext(headers);
    return new GrpcCall('server', path, parent, { [attributeKeys.correlationId]: getCorrelationId(parent) ?? '' }, undefined, options);
  } catch (error) {
    options.onError('grpc server call', error);
    return undefined;
  }
}

function readCode(error: unknown): number {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'number' ? code : unknown;
}
