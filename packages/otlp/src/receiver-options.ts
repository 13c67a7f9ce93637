// What a receiver is started with, and what it hands back.
import { constants } from 'node:buffer';
import { OtlpError } from './errors.ts';
import type { Mismatch } from './errors.ts';
import type { Encoding, LogRecord, MetricRecord, Signal, SpanRecord } from './types.ts';

/** The request that records came in. */
export interface ExportRequest {
  readonly encoding: Encoding;
  /** The body as decoded, that is after decompression. */
  readonly body: Uint8Array;
}

/** Takes the records of one request. The client is answered when it has returned or resolved; requests may overlap. */
export type TakeRecords<R> = (records: readonly R[], request: ExportRequest) => void | Promise<void>;

/** An answer given on purpose. */
export interface SimulatedResponse {
  /** From 200 to 599. 2xx: the records are handed on as usual. Any other: they are not, and the client gets an error with this status. */
  readonly status: number;
  /** For example `{ 'retry-after': '1' }`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long to wait before answering, in milliseconds; `shutdown()` cuts it short. Default 0. */
  readonly delayMs?: number;
}

export interface ReceiverOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. The port of OTLP/HTTP is 4318. */
  readonly port?: number;
  /** The most bytes a body may have, before and after decompression: at most 512 MiB, the longest text V8 holds. Default 16 MiB. */
  readonly maxBodyBytes?: number;
  /** How many requests are worked on at once; one more is answered with 429. Default 100. */
  readonly maxRequests?: number;
  /** Where a callback is left out, the signal is checked, accepted and dropped. Requests without records call none. */
  readonly onTraces?: TakeRecords<SpanRecord>;
  readonly onLogs?: TakeRecords<LogRecord>;
  readonly onMetrics?: TakeRecords<MetricRecord>;
  /** Simulates failure: called once per request when its body has arrived; undefined answers as usual. */
  readonly respond?: (signal: Signal) => SimulatedResponse | undefined;
}

/** How many requests ended how. */
export interface ReceiverCounts {
  /** Answered with 2xx. */
  readonly accepted: number;
  /** Answered with 4xx, or refused by `respond`. */
  readonly refused: number;
  /** Answered with 500 because a callback threw or rejected, or not at all because `respond` gave headers that HTTP does not allow. */
  readonly failed: number;
  /** Left by the client before the body was complete. */
  readonly aborted: number;
}

export interface Receiver {
  /** The base URL, to be set as `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  readonly port: number;
  counts(): ReceiverCounts;
  /** Stops listening, closes keep-alive connections and gives running requests one second. May be called again. */
  shutdown(): Promise<void>;
}

export type ParsedReceiverOptions = ReceiverOptions & Required<Pick<ReceiverOptions, 'host' | 'port' | 'maxBodyBytes' | 'maxRequests'>>;

const defaults = { host: '127.0.0.1', port: 0, maxBodyBytes: 16 * 1024 * 1024, maxRequests: 100 } as const;

/** Fills in the defaults. Throws `otlp.option_invalid` with every option that breaks its rule. */
export function parseReceiverOptions(options: ReceiverOptions): ParsedReceiverOptions {
  const { host = defaults.host, port = defaults.port, maxBodyBytes = defaults.maxBodyBytes, maxRequests = defaults.maxRequests } = options;
  const problems: Mismatch[] = [];
  if (host === '') problems.push({ where: 'host', expected: 'an address or a name', arrived: "''" });
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    problems.push({ where: 'port', expected: 'an integer from 0 to 65535', arrived: String(port) });
  }
  if (!Number.isInteger(maxBodyBytes) || maxBodyBytes < 1 || maxBodyBytes > constants.MAX_STRING_LENGTH) {
    problems.push({
      where: 'maxBodyBytes',
      expected: `an integer from 1 to ${constants.MAX_STRING_LENGTH}`,
      arrived: String(maxBodyBytes),
    });
  }
  if (!Number.isInteger(maxRequests) || maxRequests < 1) {
    problems.push({ where: 'maxRequests', expected: 'an integer from 1', arrived: String(maxRequests) });
  }
  if (problems.length > 0) throw new OtlpError('otlp.option_invalid', problems);
  return { ...options, host, port, maxBodyBytes, maxRequests };
}
