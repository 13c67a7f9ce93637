// One request to a Collector, and what the answer means. The thread at the exit runs this code, too: so it knows nothing of the SDK.
import { readFields } from './protobuf-reader.ts';

/** Plain data, for it is handed to a thread. */
export interface TransportOptions {
  readonly signal: 'traces' | 'metrics' | 'logs';
  readonly protocol: 'http/protobuf' | 'http/json' | 'grpc';
  /** For HTTP it is the full URL of the signal, for gRPC `http://host:port`, `https://host:port` or `unix:<path>`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly compression: 'gzip' | 'none';
  /** PEM texts. Where `ca` is missing, the authorities of the system count. */
  readonly tls: TlsFiles;
  /** The proxies that Node uses for the requests of this process. Undefined where it uses none. */
  readonly proxyEnv?: ProxyEnv | undefined;
}

export const proxyVariables = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'] as const;
/** Values of {@link proxyVariables}. */
export type ProxyEnv = Readonly<Record<string, string | undefined>>;

export interface TlsFiles {
  readonly ca?: string | undefined;
  readonly key?: string | undefined;
  readonly cert?: string | undefined;
}

/** A request that is encoded and not yet delivered. */
export interface PendingRequest {
  readonly body: Uint8Array;
  /** How many records it holds. */
  readonly records: number;
}

export type SendResult =
  /** The Collector has the request. It did not take `rejected` of the records. */
  | { readonly outcome: 'accepted'; readonly rejected: number; readonly message?: string | undefined }
  /** The request should be sent again, but not before `retryAfterMs`. `connected`: a Collector answered. */
  | { readonly outcome: 'retry'; readonly reason: string; readonly connected: boolean; readonly retryAfterMs?: number | undefined }
  /** To send the request again cannot help. */
  | { readonly outcome: 'refused'; readonly reason: string };

export interface Transport {
  /** Never rejects. */
  send(body: Uint8Array, timeoutMs: number): Promise<SendResult>;
  /** Ends connections, and the requests in flight on them. */
  close(): void;
}

/** Bytes of an answer that are read at most. Answers are small. */
export const longestAnswer = 65_536;

/** Reads `partial_success` of an Export*ServiceResponse. Source: https://opentelemetry.io/docs/specs/otlp/#partial-success */
export function readPartialSuccess(body: Uint8Array, isJson: boolean): SendResult {
  const { rejected, message } = isJson ? readJson(body) : readProtobuf(body);
  return { outcome: 'accepted', rejected: Number.isSafeInteger(rejected) && rejected > 0 ? rejected : 0, message };
}

interface PartialSuccess {
  readonly rejected: number;
  readonly message: string | undefined;
}

function readProtobuf(body: Uint8Array): PartialSuccess {
  const partial = readFields(body).get(1);
  if (!(partial instanceof Uint8Array)) return { rejected: 0, message: undefined };
  const fields = readFields(partial);
  const message = fields.get(2);
  return { rejected: Number(fields.get(1) ?? 0), message: message instanceof Uint8Array ? Buffer.from(message).toString() : undefined };
}

function readJson(body: Uint8Array): PartialSuccess {
  try {
    const { partialSuccess = {} } = JSON.parse(Buffer.from(body).toString()) as { partialSuccess?: Record<string, unknown> };
    const { rejectedSpans, rejectedLogRecords, rejectedDataPoints, errorMessage } = partialSuccess;
    return {
      rejected: Number(rejectedSpans ?? rejectedLogRecords ?? rejectedDataPoints ?? 0),
      message: typeof errorMessage === 'string' ? errorMessage : undefined,
    };
  } catch {
    return { rejected: 0, message: undefined };
  }
}
