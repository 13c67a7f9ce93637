// An OTLP/HTTP server that hands decoded batches to callbacks.
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OtlpError } from './errors.ts';
import { handleExport } from './export-handler.ts';
import type { Handled } from './export-handler.ts';
import type { ExportResponse } from './export-response.ts';
import { createLoad } from './load.ts';
import { parseReceiverOptions } from './receiver-options.ts';
import type { Receiver, ReceiverOptions } from './receiver-options.ts';

/** How many bodies of the largest size may be held at once. */
const BODIES_AT_ONCE = 8;

const REQUEST_TIMEOUT_MS = 30_000;

/** What a running request gets at shutdown before its connection is cut. */
const SHUTDOWN_GRACE_MS = 1000;

/**
 * Starts an OTLP/HTTP receiver: POST `/v1/traces`, `/v1/logs` and `/v1/metrics`, protobuf and JSON, plain and gzip.
 *
 * A request that cannot be taken is answered with a google.rpc.Status in its own encoding: 400 malformed, 404 path, 405 method,
 * 413 too large, 415 content type or encoding, 429 too many at once, 500 where a callback threw. No request and no callback stops the receiver.
 * Rejects with an `OtlpError`: `otlp.option_invalid`, `otlp.port_in_use` or `otlp.listen_failed`.
 * Source: https://opentelemetry.io/docs/specs/otlp/#otlphttp
 *
 * @example
 * const spans: SpanRecord[] = [];
 * const receiver = await startReceiver({ onTraces: (batch) => void spans.push(...batch) });
 * process.env.OTEL_EXPORTER_OTLP_ENDPOINT = receiver.url;
 * // …
 * await receiver.shutdown();
 */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const parsed = parseReceiverOptions(options);
  const counts = { accepted: 0, refused: 0, failed: 0, aborted: 0 } satisfies Record<Handled['outcome'], number>;
  const stopping = new AbortController();
  const load = createLoad(parsed.maxRequests, parsed.maxBodyBytes * BODIES_AT_ONCE);
  const server = createServer((request, response) => {
    handleExport(request, parsed, stopping.signal, load)
      .then((handled) => {
        if (handled.response === undefined) response.destroy();
        else send(response, handled.response, stopping.signal.aborted);
        counts[handled.outcome] += 1;
      })
      .catch(() => {
        response.destroy();
        counts.failed += 1;
      });
  });
  // A body that never ends must not keep its place.
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  const port = await listen(server, parsed.host, parsed.port);
  return {
    url: `http://${parsed.host.includes(':') ? `[${parsed.host}]` : parsed.host}:${port}`,
    port,
    counts: () => ({ ...counts }),
    shutdown: () => stop(server, stopping),
  };
}

function send(response: ServerResponse, { status, headers, body }: ExportResponse, closing: boolean): void {
  response.writeHead(status, { ...headers, 'content-length': body.length, ...(closing && { connection: 'close' }) });
  response.end(body);
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', (cause) => reject(listenError(cause, host, port)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): OtlpError {
  const code = cause.code === 'EADDRINUSE' ? 'otlp.port_in_use' : 'otlp.listen_failed';
  const problem = { where: `port ${port} on ${host}`, expected: 'to be free', arrived: cause.code ?? cause.message };
  return new OtlpError(code, [problem], { cause });
}

function stop(server: Server, stopping: AbortController): Promise<void> {
  return new Promise((resolve) => {
    stopping.abort();
    const cut = setTimeout(() => server.closeAllConnections(), SHUTDOWN_GRACE_MS);
    // Closes the idle connections as well; a busy one is told to close with its answer.
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
  });
}
