// What the head of an OTLP/HTTP request says: https://opentelemetry.io/docs/specs/otlp/#otlphttp-request
import { OtlpError } from './errors.ts';
import type { OtlpErrorCode } from './errors.ts';
import type { Encoding, Signal } from './types.ts';

export interface ExportHead {
  readonly signal: Signal;
  readonly encoding: Encoding;
  readonly gzip: boolean;
}

/** The parts of a request that are read: `path` without its query. */
export interface RequestHead {
  readonly method: string | undefined;
  readonly path: string;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
}

const signals: ReadonlyMap<string, Signal> = new Map([
  ['/v1/traces', 'traces'],
  ['/v1/logs', 'logs'],
  ['/v1/metrics', 'metrics'],
]);

/** Throws an `OtlpError` for the first of path, method, content type and content encoding that is not supported. */
export function parseExportHead({ method, path, contentType, contentEncoding }: RequestHead): ExportHead {
  const signal = signals.get(path);
  if (signal === undefined) throw headError('otlp.path_unknown', 'path', [...signals.keys()].join(', '), path);
  if (method !== 'POST') throw headError('otlp.method_not_allowed', 'method', 'POST', method);
  const encoding = parseContentType(contentType);
  if (encoding === undefined) {
    throw headError('otlp.content_type_unsupported', 'content-type', 'application/x-protobuf or application/json', contentType);
  }
  const compression = contentEncoding?.trim().toLowerCase() ?? 'identity';
  if (compression !== 'identity' && compression !== 'gzip') {
    throw headError('otlp.content_encoding_unsupported', 'content-encoding', 'gzip or identity', contentEncoding);
  }
  return { signal, encoding, gzip: compression === 'gzip' };
}

/** The encoding that a content type names, whatever its parameters; undefined for any other. */
export function parseContentType(contentType: string | undefined): Encoding | undefined {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/x-protobuf') return 'protobuf';
  return mediaType === 'application/json' ? 'json' : undefined;
}

function headError(code: OtlpErrorCode, where: string, expected: string, arrived: string | undefined): OtlpError {
  return new OtlpError(code, [{ where, expected, arrived: arrived?.slice(0, 100) ?? 'none' }]);
}
