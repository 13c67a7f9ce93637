// What one export request may make the decoders build, beside the bytes it has.
import { OtlpError } from './errors.ts';

/**
 * How deep messages may nest, the request itself being 0: 31 levels of attribute maps in a span.
 * It is protobuf's own default: https://protobuf.dev/programming-guides/proto-limits/
 */
export const MAX_MESSAGE_DEPTH = 100;

/**
 * How many messages a body of this size may hold: 2.3 million for 16 MiB.
 * Telemetry has about one message per 20 bytes; an empty one takes 2 bytes of protobuf and some 300 bytes of memory,
 * so without this limit a body of 16 MiB would fill a heap of 2 GB.
 * `sentBytes`: the size before decompression. Compressed telemetry has at most about two messages per byte, since times and ids differ;
 * 15 KiB of gzip can be 16 MiB of empty messages.
 */
export function buildMessageLimit(byteLength: number, sentBytes: number): number {
  return Math.min(250_000 + Math.floor(byteLength / 8), 50_000 + sentBytes * 8);
}

/** How many single values, such as the counts of a histogram's buckets, may stand beside so many messages. */
export function buildValueLimit(messages: number): number {
  return messages * 2;
}

export function nestingTooDeep(where: string): OtlpError {
  const problem = { where, expected: `at most ${MAX_MESSAGE_DEPTH} messages inside each other`, arrived: 'more' };
  return new OtlpError('otlp.nesting_too_deep', [problem]);
}

export function tooManyMessages(where: string, limit: number): OtlpError {
  const expected = `at most ${limit} messages, or ${buildValueLimit(limit)} single values, in a body of this size`;
  return new OtlpError('otlp.too_many_messages', [{ where, expected, arrived: 'more' }]);
}

export function tooBusy(maxRequests: number): OtlpError {
  const problem = { where: 'the receiver', expected: `at most ${maxRequests} requests at once, and not too many bytes`, arrived: 'more' };
  return new OtlpError('otlp.too_busy', [problem]);
}
