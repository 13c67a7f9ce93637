// Client spans of node:http2. The headers of a request are made before Node publishes it: so the method that makes it is patched, in the
// class of the first session. Nothing is loaded where the service does not load node:http2.
import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import { promisify } from 'node:util';
import { givenHeaderNames, isReplaced, type GivenHeaders } from '../context/outgoing.ts';
import { joinValue, readHeaderList, removeFromList, type HeaderList } from './given-headers.ts';
import { startClientRequest, type ClientRequest, type ClientTarget, type HttpClientTracingOptions } from './http-client-request.ts';

type RequestHeaders = Readonly<Record<string, unknown>> | HeaderList | undefined;
type Request = (this: ClientHttp2Session, headers?: RequestHeaders, options?: object) => ClientHttp2Stream;
/** The URL of a server, or the parts of it that Node reads. */
type Authority =
  | string
  | { readonly protocol?: string; readonly hostname?: string; readonly host?: string; readonly port?: string | number };
type Connect = (authority: Authority, ...rest: unknown[]) => ClientHttp2Session;
interface Http2Module {
  connect: Connect;
}

type Origin = Pick<ClientTarget, 'scheme' | 'host' | 'port'>;

/** Patches the exports of node:http2. */
export function patchHttp2(moduleExports: unknown, options: HttpClientTracingOptions): void {
  const http2 = moduleExports as Http2Module;
  const { connect } = http2;
  const origins = new WeakMap<ClientHttp2Session, Origin>();
  let isPatched = false;
  const tracedConnect: Connect = (authority, ...rest) => {
    const session = connect(authority, ...rest);
    try {
      if (!isPatched) patchRequest(Object.getPrototypeOf(session) as { request: Request }, origins, options);
      isPatched = true;
      const origin = readOrigin(authority);
      if (origin !== undefined) origins.set(session, origin);
    } catch (error) {
      options.onError('http2 client session', error);
    }
    return session;
  };
  const connectByPromise = (authority: Authority, settings?: object): Promise<ClientHttp2Session> =>
    new Promise((resolve, reject) => {
      const session = tracedConnect(authority, settings, () => {
        session.off('error', reject);
        resolve(session);
      }).once('error', reject);
    });
  http2.connect = Object.assign(tracedConnect, { [promisify.custom]: connectByPromise });
}

function patchRequest(
  prototype: { request: Request },
  origins: WeakMap<ClientHttp2Session, Origin>,
  options: HttpClientTracingOptions,
): void {
  const { request } = prototype;
  prototype.request = function (headers, settings) {
    const started = tryStart(this, origins.get(this), headers, options);
    if (started === undefined) return request.call(this, headers, settings);
    let stream: ClientHttp2Stream;
    try {
      stream = request.call(this, started.headers, settings);
    } catch (error) {
      started.request.end(error);
      throw error;
    }
    watchStream(stream, started.request, started.isTunnel);
    return stream;
  };
}

interface StartedRequest {
  readonly request: ClientRequest;
  readonly headers: RequestHeaders;
  readonly isTunnel: boolean;
}

/** Undefined where the request is traced by somebody else, or cannot be read. */
function tryStart(
  session: ClientHttp2Session,
  origin: Origin | undefined,
  headers: RequestHeaders,
  options: HttpClientTracingOptions,
): StartedRequest | undefined {
  try {
    if (origin === undefined || session.destroyed || session.closed || isUndici(session)) return undefined;
    const find = (name: string): string | undefined => readHeader(headers, name);
    // gRPC's own library is traced as gRPC.
    if (find('content-type')?.startsWith('application/grpc') === true && /grpc-node-j[s]/.test(find('user-agent') ?? '')) return undefined;
    const method = find(':method') ?? 'GET';
    const isTunnel = method === 'CONNECT';
    const path = find(':path') ?? (isTunnel ? (find(':authority') ?? '') : '/');
    const request = startClientRequest({ ...origin, method, path }, options);
    return request && { request, headers: carry(headers, request), isTunnel };
  } catch (error) {
    options.onError('http2 client request', error);
    return undefined;
  }
}

/** The copy of the headers that is sent: the caller may use them again. */
function carry(headers: RequestHeaders, request: ClientRequest): RequestHeaders {
  if (Array.isArray(headers)) {
    const list = [...headers];
    const ours = request.buildHeaders(readHeaderList(list));
    removeFromList(list, ours);
    list.push(...Object.entries(ours).flat());
    return list;
  }
  let given: GivenHeaders | undefined;
  const entries = Object.entries(headers ?? {});
  for (const [name, value] of entries) {
    const lower = name.toLowerCase();
    if (value !== undefined && givenHeaderNames.includes(lower)) given = { ...given, [lower]: joinValue(value) };
  }
  const ours = request.buildHeaders(given);
  // A symbol among the keys names the headers that are secret: it is copied, too.
  const copy: Record<string, unknown> = { ...headers };
  if (given !== undefined) for (const [name] of entries) if (isReplaced(name.toLowerCase(), ours)) delete copy[name];
  return { ...copy, ...ours };
}

function watchStream(stream: ClientHttp2Stream, request: ClientRequest, isTunnel: boolean): void {
  stream.once('response', (headers: IncomingHttpHeaders) => {
    request.respond(Number(headers[':status'] ?? 0));
    if (isTunnel) request.end();
  });
  // A listener to `error` would keep the service from hearing of errors that it does not listen to.
  stream.once('close', () => request.end(readError(stream) ?? (request.isAnswered ? undefined : createCancelError())));
}

/** Where the session fails, the error of the stream says only that, and its cause says why. */
function readError({ errored }: ClientHttp2Stream): unknown {
  return errored?.cause ?? errored ?? undefined;
}

function createCancelError(): Error {
  return Object.assign(new Error('the stream was closed before it was answered'), { code: 'ERR_HTTP2_STREAM_CANCEL' });
}

const undiciKey = Symbol('plinth.undici_session');

/** undici has a session for each connection, and its requests are traced already. */
function isUndici(session: ClientHttp2Session & { [undiciKey]?: boolean }): boolean {
  session[undiciKey] ??= Object.getOwnPropertySymbols(session).some(({ description }) => description === 'open streams');
  return session[undiciKey];
}

function readHeader(headers: RequestHeaders, name: string): string | undefined {
  if (headers === undefined || headers === null) return undefined;
  if (!Array.isArray(headers)) return headers[name] === undefined ? undefined : String(headers[name]);
  const index = headers.findIndex((item, at) => at % 2 === 0 && String(item).toLowerCase() === name);
  return index < 0 ? undefined : String(headers[index + 1]);
}

function readOrigin(authority: Authority): Origin | undefined {
  const url = typeof authority === 'string' ? URL.parse(authority) : authority;
  if (url === null) return undefined;
  const scheme = url.protocol === 'http:' ? 'http' : 'https';
  const { port = '' } = url;
  return { scheme, host: url.hostname ?? url.host ?? 'localhost', port: port === '' ? (scheme === 'http' ? 80 : 443) : Number(port) };
}
