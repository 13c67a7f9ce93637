// OTLP over HTTP. Source: https://opentelemetry.io/docs/specs/otlp/#otlphttp
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { Agent, request as httpRequest } from '../../workarounds/http-module.ts';
import { longestAnswer, readPartialSuccess, type SendResult, type Transport, type TransportOptions } from './transport.ts';

const retryable = new Set([429, 502, 503, 504]);

export function createHttpTransport(options: TransportOptions): Transport {
  // TLS takes 9 ms to load: it is loaded only where it is used.
  const https = options.url.startsWith('https:') ? process.getBuiltinModule('node:https') : undefined;
  const agentOptions = { keepAlive: true, maxSockets: 1, ...(options.proxyEnv === undefined ? {} : { proxyEnv: options.proxyEnv }) };
  const agent = https === undefined ? new Agent(agentOptions) : new https.Agent({ ...agentOptions, ...definedOf(options.tls) });
  const request = https === undefined ? httpRequest : https.request;
  const isGzip = options.compression === 'gzip';
  const gzip = isGzip ? promisify(process.getBuiltinModule('node:zlib').gzip) : undefined;
  const headers = {
    'user-agent': 'plinth-node',
    ...options.headers,
    'content-type': options.contentType,
    ...(isGzip ? { 'content-encoding': 'gzip' } : {}),
  };

  const post = (body: Uint8Array, timeoutMs: number): Promise<SendResult> =>
    new Promise((resolve) => {
      const outgoing = request(options.url, { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } });
      const timer = setTimeout(() => outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
      // An export must not keep a process alive that has nothing else to do. A flush waits for it.
      timer.unref();
      outgoing.once('socket', (socket) => socket.unref());
      const settle = (result: SendResult): void => {
        clearTimeout(timer);
        resolve(result);
      };
      let head: IncomingMessage | undefined;
      // A body that breaks off changes nothing: the status said what becomes of the batch.
      const fail = (error: Error & { code?: string }): void =>
        settle(
          head === undefined ? { outcome: 'retry', reason: error.code ?? error.message, connected: false } : judge(head, Buffer.alloc(0)),
        );
      // A connection that breaks while the body comes has further errors to tell.
      outgoing.on('error', fail);
      outgoing.once('response', (response) => {
        head = response;
        const chunks: Buffer[] = [];
        let length = 0;
        response.on('data', (chunk: Buffer) => {
          if (length < longestAnswer) chunks.push(chunk);
          length += chunk.length;
        });
        response.on('error', fail);
        response.once('end', () => settle(judge(response, Buffer.concat(chunks))));
      });
      outgoing.end(body);
    });

  return {
    async send(body, timeoutMs) {
      try {
        return await post(gzip === undefined ? body : await gzip(body), timeoutMs);
      } catch (error) {
        // node:http refuses to send some headers and URLs.
        return { outcome: 'refused', reason: error instanceof Error ? error.message : String(error) };
      }
    },
    close: () => agent.destroy(),
  };
}

function judge({ statusCode = 0, headers }: IncomingMessage, body: Buffer): SendResult {
  if (statusCode >= 200 && statusCode < 300) return readPartialSuccess(body, headers['content-type']?.includes('json') === true);
  const reason = `HTTP ${statusCode}`;
  if (!retryable.has(statusCode)) return { outcome: 'refused', reason };
  return { outcome: 'retry', reason, connected: true, retryAfterMs: readRetryAfter(headers['retry-after']) };
}

/** Milliseconds from a header that has seconds or a date. Source: RFC 9110 §10.2.3 */
export function readRetryAfter(value: string | undefined, now: number = Date.now()): number | undefined {
  if (value === undefined) return undefined;
  const wait = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

function definedOf<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
