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
 * so without this limit a body of 16 MiB, or 16 KiB of gzip, would fill a heap of 2 GB.
 */
export function buildMessageLimit(byteLength: number): number {
  return 250_000 + Math.floor(byteLength / 8);
}

export function nestingTooDeep(where: string): OtlpError {
  const problem = { where, expected: `at most ${MAX_MESSAGE_DEPTH} messages inside each other`, arrived: 'more' };
  return new OtlpError('otlp.nesting_too_deep', [problem]);
}

export function tooManyMessages(where: string, byteLength: number): OtlpError {
  const expected = `at most ${buildMessageLimit(byteLength)} messages in ${byteLength} bytes`;
  return new OtlpError('otlp.too_many_messages', [{ where, expected, arrived: 'more' }]);
}
