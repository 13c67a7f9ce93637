// OTLP over gRPC: one unary call for each request, on Node's own HTTP/2.
// Sources: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md and https://opentelemetry.io/docs/specs/otlp/#otlpgrpc
import { connect, constants, type ClientHttp2Session, type IncomingHttpHeaders, type SecureClientSessionOptions } from 'node:http2';
import { createConnection, isIP } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { findProxy, openTunnel } from './proxy-tunnel.ts';
import { readFields } from './protobuf-reader.ts';
import { longestAnswer, readPartialSuccess, type SendResult, type Transport, type TransportOptions } from './transport.ts';

const gzipAsync = promisify(gzip);
const services = { traces: 'trace.v1.TraceService', metrics: 'metrics.v1.MetricsService', logs: 'logs.v1.LogsService' } as const;
/** CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS; RESOURCE_EXHAUSTED only where the server says when. */
const retryable = new Set([1, 4, 10, 11, 14, 15]);
const resourceExhausted = 8;
const prefixBytes = 5;

export function createGrpcTransport(options: TransportOptions): Transport {
  const server = readServer(options);
  const isGzip = options.compression === 'gzip';
  let session: ClientHttp2Session | undefined;

  const openSession = async (timeoutMs: number): Promise<ClientHttp2Session> => {
    if (session !== undefined && !session.closed && !session.destroyed) return session;
    const opened = connect(server.authority, await server.connectOptions(timeoutMs));
    // The stream has the same error, and reports it.
    opened.on('error', () => {});
    opened.once('goaway', () => opened.close());
    opened.unref();
    session = opened;
    return opened;
  };

  const call = (opened: ClientHttp2Session, message: Uint8Array, timeoutMs: number): Promise<SendResult> =>
    new Promise((resolve) => {
      const stream = opened.request({
        ...options.headers,
        [constants.HTTP2_HEADER_METHOD]: 'POST',
        [constants.HTTP2_HEADER_PATH]: `/opentelemetry.proto.collector.${services[options.signal]}/Export`,
        'content-type': 'application/grpc',
        te: 'trailers',
        'user-agent': 'plinth-node',
        'grpc-timeout': `${Math.min(99_999_999, Math.max(1, Math.round(timeoutMs)))}m`,
        ...(isGzip ? { 'grpc-encoding': 'gzip' } : {}),
      });
      const timer = setTimeout(() => {
        settle({ outcome: 'retry', reason: `no answer within ${timeoutMs} ms`, connected: false });
        stream.close(constants.NGHTTP2_CANCEL);
        // A connection on which no answer comes is not used again.
        session?.destroy();
      }, timeoutMs);
      timer.unref();
      const settle = (result: SendResult): void => {
        clearTimeout(timer);
        resolve(result);
      };
      const chunks: Buffer[] = [];
      let length = 0;
      let head: IncomingHttpHeaders = {};
      let trailers: IncomingHttpHeaders | undefined;
      stream.once('response', (headers) => (head = headers));
      stream.once('trailers', (headers) => (trailers = headers));
      stream.on('data', (chunk: Buffer) => {
        if (length < longestAnswer) chunks.push(chunk);
        length += chunk.length;
      });
      stream.once('error', (error: Error & { code?: string; cause?: { code?: string } }) => {
        const known = trailers ?? head;
        // A stream that breaks off after its status changes nothing. A message without a status may have been cut.
        if (known['grpc-status'] !== undefined || isRefusedByHttp(known)) settle(judge(known, messageOf(chunks)));
        // Where the connection failed, the cause says what failed.
        else settle({ outcome: 'retry', reason: error.cause?.code ?? error.code ?? error.message, connected: false });
      });
      // A server that answers with an error at once sends trailers only. They arrive as headers.
      stream.once('close', () => settle(judge(trailers ?? head, messageOf(chunks))));
      stream.end(frame(message, isGzip));
    });

  return {
    async send(body, timeoutMs) {
      const message = isGzip ? await gzipAsync(body) : body;
      let opened: ClientHttp2Session;
      try {
        opened = await openSession(timeoutMs);
      } catch (error) {
        const { code, message: text } = error as NodeJS.ErrnoException;
        return { outcome: 'retry', reason: code ?? text, connected: false };
      }
      try {
        return await call(opened, message, timeoutMs);
      } catch (error) {
        return { outcome: 'refused', reason: error instanceof Error ? error.message : String(error) };
      }
    },
    close: () => session?.destroy(),
  };
}

interface Server {
  readonly authority: string;
  /** What is needed for a new connection. Rejects where a proxy is in the way. */
  readonly connectOptions: (timeoutMs: number) => Promise<SecureClientSessionOptions>;
}

function readServer({ url, tls, proxyEnv }: TransportOptions): Server {
  if (url.startsWith('unix:')) {
    const path = url.slice('unix:'.length);
    // A socket of the file system has no name that TLS could check.
    return { authority: 'http://localhost', connectOptions: async () => ({ createConnection: () => createConnection(path) }) };
  }
  const server = new URL(url);
  const proxy = findProxy(server, proxyEnv);
  return {
    authority: server.origin,
    async connectOptions(timeoutMs) {
      if (proxy === undefined) return { ...tls };
      const socket = await openTunnel(server, proxy, timeoutMs);
      // HTTP/2 reads a socket past its stream, and would miss what was put back there.
      if (server.protocol === 'http:') return { createConnection: () => Duplex.from({ readable: socket, writable: socket }) };
      const servername = isIP(server.hostname) === 0 ? server.hostname : undefined;
      const secure = connectTls({
        ...tls,
        socket,
        host: server.hostname,
        ALPNProtocols: ['h2'],
        ...(servername === undefined ? {} : { servername }),
      });
      return { createConnection: () => secure };
    },
  };
}

/** The answer without its prefix. A message that is not whole says nothing. */
function messageOf(chunks: readonly Buffer[]): Uint8Array {
  const answer = Buffer.concat(chunks);
  const end = answer.length < prefixBytes ? 0 : prefixBytes + answer.readUInt32BE(1);
  return answer.length < end ? new Uint8Array() : answer.subarray(prefixBytes, end);
}

/** Whether a proxy has answered with an error of HTTP. */
function isRefusedByHttp(headers: IncomingHttpHeaders): boolean {
  const status = headers[constants.HTTP2_HEADER_STATUS];
  return status !== undefined && Number(status) !== 200;
}

/** The message with its length in front. */
function frame(message: Uint8Array, isCompressed: boolean): Buffer {
  const framed = Buffer.allocUnsafe(prefixBytes + message.length);
  framed[0] = isCompressed ? 1 : 0;
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, prefixBytes);
  return framed;
}

function judge(headers: IncomingHttpHeaders, message: Uint8Array): SendResult {
  const status = headers['grpc-status'];
  if (status === undefined) {
    const httpStatus = headers[constants.HTTP2_HEADER_STATUS];
    // Without a gRPC status a proxy has answered, not the server. Source: gRPC, http-grpc-status-mapping.md
    // A gRPC server that has begun to answer was cut off.
    const isCut =
      httpStatus === undefined || (Number(httpStatus) === 200 && headers['content-type']?.startsWith('application/grpc') === true);
    const isTransient = isCut || [429, 502, 503, 504].includes(Number(httpStatus));
    const reason = isCut ? 'the connection was closed' : `HTTP ${String(httpStatus)}`;
    return isTransient ? { outcome: 'retry', reason, connected: httpStatus !== undefined } : { outcome: 'refused', reason };
  }
  const code = Number(status);
  if (code === 0) return readPartialSuccess(message, false);
  const details = headers['grpc-message'];
  const reason = `gRPC status ${code}${typeof details === 'string' ? ` ${details.slice(0, 200)}` : ''}`;
  const retryAfterMs = readRetryInfo(headers['grpc-status-details-bin']);
  if (retryable.has(code) || (code === resourceExhausted && retryAfterMs !== undefined)) {
    return { outcome: 'retry', reason, connected: true, retryAfterMs };
  }
  return { outcome: 'refused', reason };
}

/** Reads the delay of a google.rpc.RetryInfo among the details of a google.rpc.Status. */
function readRetryInfo(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const detail = readFields(Buffer.from(header, 'base64')).get(3);
  if (!(detail instanceof Uint8Array)) return undefined;
  const any = readFields(detail);
  const type = any.get(1);
  const value = any.get(2);
  if (!(type instanceof Uint8Array) || !Buffer.from(type).toString().endsWith('google.rpc.RetryInfo')) return undefined;
  const delay = value instanceof Uint8Array ? readFields(value).get(1) : undefined;
  if (!(delay instanceof Uint8Array)) return 0;
  const duration = readFields(delay);
  return Number(duration.get(1) ?? 0) * 1000 + Number(duration.get(2) ?? 0) / 1e6;
}
