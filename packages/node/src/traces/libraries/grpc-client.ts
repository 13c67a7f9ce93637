// Client spans of @grpc/grpc-js. One function makes all calls, of every kind.
import { context } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { buildOutgoingHeaders, givenHeaderNames, isReplaced, type GivenHeaders } from '../../context/outgoing.ts';
import { GrpcCall, type GrpcMetadata, type GrpcTarget, type GrpcTracingOptions } from '../grpc-call.ts';

interface Listener {
  onReceiveMetadata(metadata: unknown): void;
  onReceiveMessage(message: unknown): void;
  onReceiveStatus(status: { readonly code: number }): void;
}
interface InterceptingCall {
  start(metadata: GrpcMetadata, listener?: Listener): void;
}
interface Channel {
  getTarget(): string;
}
type GetInterceptingCall = (args: unknown, method: { readonly path: string }, options: unknown, channel: Channel) => InterceptingCall;

export function patchClient(moduleExports: unknown, options: GrpcTracingOptions): void {
  const library = moduleExports as { getInterceptingCall: GetInterceptingCall };
  const { getInterceptingCall } = library;
  library.getInterceptingCall = (args, method, callOptions, channel) => {
    const made = getInterceptingCall(args, method, callOptions, channel);
    if (!isTracingSuppressed(context.active())) traceCall(made, method.path, channel, options);
    return made;
  };
}

function traceCall(made: InterceptingCall, path: string, channel: Channel, options: GrpcTracingOptions): void {
  const { start } = made;
  made.start = function (metadata, listener) {
    const caller = context.active();
    const started = tryStart(path, channel, metadata, options);
    if (started === undefined) return start.call(this, metadata, listener);
    const { call, carrying } = started;
    // Answers come from the connection. They get the context of their caller back.
    const traced: Listener = {
      onReceiveMetadata: (received) => context.with(caller, () => listener?.onReceiveMetadata(received)),
      onReceiveMessage: (message) => context.with(caller, () => listener?.onReceiveMessage(message)),
      onReceiveStatus(status) {
        call.end(status.code);
        context.with(caller, () => listener?.onReceiveStatus(status));
      },
    };
    return start.call(this, carrying, traced);
  };
}

/** Undefined where the call cannot be read: it is then made without a span. */
function tryStart(path: string, channel: Channel, metadata: GrpcMetadata, options: GrpcTracingOptions) {
  try {
    const target = readTarget(channel);
    const call = new GrpcCall('client', path, context.active(), {}, target, options);
    // The caller may use the same metadata for other calls.
    const carrying = metadata.clone();
    const given = readGiven(metadata);
    const headers = buildOutgoingHeaders(call.context, target.address, given, options);
    for (const name of Object.keys(given ?? {})) if (isReplaced(name, headers)) carrying.remove(name);
    for (const [name, value] of Object.entries(headers)) carrying.set(name, value);
    return { call, carrying };
  } catch (error) {
    options.onError('grpc client call', error);
    return undefined;
  }
}

/** Undefined where the caller has set none of them, as nearly always. */
function readGiven(metadata: GrpcMetadata): GivenHeaders | undefined {
  let given: Record<string, string> | undefined;
  for (const name of givenHeaderNames) {
    const values = metadata.get(name);
    if (values.length > 0) given = { ...given, [name]: values.map(String).join(', ') };
  }
  return given;
}

const targets = new WeakMap<Channel, GrpcTarget>();

/** Reads host and port from `dns:host:50051`, `ipv4:127.0.0.1:50051`, `dns://authority/host:50051` or a name without a port. */
function readTarget(channel: Channel): GrpcTarget {
  let target = targets.get(channel);
  if (target === undefined) {
    target = parseTarget(channel.getTarget());
    targets.set(channel, target);
  }
  return target;
}

export function parseTarget(text: string): GrpcTarget {
  const name = text.replace(/^[a-z][a-z0-9+.-]*:(?:\/\/[^/]*\/)?(?!\d+$)/, '');
  const port = /:(\d+)$/.exec(name)?.[1];
  const address = port === undefined ? name : name.slice(0, -port.length - 1);
  return { address: address.replace(/^\[(.*)\]$/, '$1'), port: port === undefined ? undefined : Number(port) };
}
