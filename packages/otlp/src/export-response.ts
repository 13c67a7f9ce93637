// The answer to an export request: https://opentelemetry.io/docs/specs/otlp/#otlphttp-response
import { renderProtobuf } from './decode-protobuf.ts';
import { errorTable } from './errors.ts';
import type { OtlpError, OtlpErrorCode } from './errors.ts';
import type { Encoding } from './types.ts';

export interface ExportResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const contentTypes: Readonly<Record<Encoding, string>> = { protobuf: 'application/x-protobuf', json: 'application/json' };

/** https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto, by the HTTP status it is written beside. */
const rpcCodes: Readonly<Record<number, number>> = { 400: 3, 404: 5, 405: 12, 413: 8, 415: 3, 429: 8, 500: 13, 503: 14, 504: 4 };
const RPC_UNKNOWN = 2;

/** Headers that HTTP wants beside a status: https://www.rfc-editor.org/rfc/rfc9110#section-15.5 */
const errorHeaders: Partial<Record<OtlpErrorCode, Readonly<Record<string, string>>>> = {
  'otlp.method_not_allowed': { allow: 'POST' },
  'otlp.content_encoding_unsupported': { 'accept-encoding': 'gzip' },
  'otlp.too_busy': { 'retry-after': '1' },
};

/** Full success: an export response without a field, which is the same message for each signal. */
export function buildSuccess(encoding: Encoding, status = 200): ExportResponse {
  const body = encoding === 'json' ? Buffer.from('{}') : new Uint8Array();
  return { status, headers: { 'content-type': contentTypes[encoding] }, body };
}

/** A failure as google.rpc.Status, with the status of the error's code unless another is given. */
export function buildFailure(error: OtlpError, encoding: Encoding, status = statusOf(error.code)): ExportResponse {
  const rpcStatus = { code: rpcCodes[status] ?? RPC_UNKNOWN, message: error.message };
  const body = encoding === 'json' ? Buffer.from(JSON.stringify(rpcStatus)) : renderProtobuf('RpcStatus', rpcStatus);
  return { status, headers: { 'content-type': contentTypes[encoding], ...errorHeaders[error.code] }, body };
}

function statusOf(code: OtlpErrorCode): number {
  const row = errorTable[code];
  return 'status' in row ? row.status : 500;
}
