// OTLP over gRPC: one unary call for each request, on Node's own HTTP/2.
// Sources: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md and https://opentelemetry.io/docs/specs/otlp/#otlpgrpc
import { connect, constants, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { readFields } from './protobuf-reader.ts';
import { longestAnswer, readPartialSuccess, type SendResult, type Transport, type TransportOptions } from './transport.ts';

const gzipAsync = promisify(gzip);
const services = { traces: 'trace.v1.TraceService', metrics: 'metrics.v1.MetricsService', logs: 'logs.v1.LogsService' } as const;
/** CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS; RESOURCE_EXHAUSTED only where the server says when. */
const retryable = new Set([1, 4, 10, 11, 14, 15]);
const resourceExhausted = 8;
const prefixBytes = 5;

export function createGrpcTransport(options: TransportOptions): Transport {
  const authority = new URL(options.url).origin;
  const isGzip = options.compression === 'gzip';
  let session: ClientHttp2Session | undefined;

  const openSession = (): ClientHttp2Session => {
    if (session !== undefined && !session.closed && !session.destroyed) return session;
    const opened = connect(authority, { ...options.tls });
    // The stream has the same error, and reports it.
    opened.on('error', () => {});
    opened.once('goaway', () => opened.close());
    opened.unref();
    session = opened;
    return opened;
  };

  const call = (message: Uint8Array, timeoutMs: number): Promise<SendResult> =>
    new Promise((resolve) => {
      const stream = openSession().request({
        ...options.headers,
        [constants.HTTP2_HEADER_METHOD]: 'POST',
        [constants.HTTP2_HEADER_PATH]: `/opentelemetry.proto.collector.${services[options.signal]}/Export`,
        'content-type': 'application/grpc',
        te: 'trailers',
        'user-agent': 'plinth-node',
        'grpc-timeout': `${Math.max(1, Math.round(timeoutMs))}m`,
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
      stream.once('error', (error: Error & { code?: string; cause?: { code?: string } }) =>
        // Where the connection failed, the cause says what failed.
        settle({ outcome: 'retry', reason: error.cause?.code ?? error.code ?? error.message, connected: false }),
      );
      // A server that answers with an error at once sends trailers only. They arrive as headers.
      stream.once('close', () => settle(judge(trailers ?? head, Buffer.concat(chunks).subarray(prefixBytes))));
      stream.end(frame(message, isGzip));
    });

  return {
    async send(body, timeoutMs) {
      try {
        return await call(isGzip ? await gzipAsync(body) : body, timeoutMs);
      } catch (error) {
        return { outcome: 'refused', reason: error instanceof Error ? error.message : String(error) };
      }
    },
    close: () => session?.destroy(),
  };
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
    const isTransient = httpStatus === undefined || [429, 502, 503, 504].includes(Number(httpStatus));
    const reason = httpStatus === undefined ? 'the connection was closed' : `HTTP ${String(httpStatus)}`;
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
