// Decodes the body of an OTLP export request into records.
import { parseJson } from './decode-json.ts';
import { parseProtobuf } from './decode-protobuf.ts';
import { buildLogRecords } from './log-records.ts';
import { buildMetricRecords } from './metric-records.ts';
import type { Message, MessageName } from './schema.ts';
import { requestMessage } from './schema.ts';
import { buildSpanRecords } from './span-records.ts';
import type { Encoding, RecordOf, Signal } from './types.ts';

/**
 * Decodes an uncompressed export request, and gives the same records for the same telemetry in either encoding.
 *
 * Unknown fields are ignored, as the specification asks; so are metrics whose data is missing.
 * Throws an `OtlpError` (`otlp.protobuf_malformed`, `otlp.json_malformed`, `otlp.value_malformed`, `otlp.nesting_too_deep`,
 * `otlp.too_many_messages`) and nothing else. `sentBytes` is the size before decompression: it bounds how many messages are built. Values may nest as deep as protobuf allows by default: 100 messages, about 30 attribute maps.
 *
 * @example
 * const spans = decodeExportRequest('traces', 'json', body);
 */
export function decodeExportRequest<S extends Signal>(
  signal: S,
  encoding: Encoding,
  bytes: Uint8Array,
  sentBytes?: number,
): readonly RecordOf[S][];
export function decodeExportRequest(
  signal: Signal,
  encoding: Encoding,
  bytes: Uint8Array,
  sentBytes?: number,
): readonly RecordOf[Signal][] {
  switch (signal) {
    case 'traces':
      return buildSpanRecords(parse(requestMessage.traces, encoding, bytes, sentBytes));
    case 'logs':
      return buildLogRecords(parse(requestMessage.logs, encoding, bytes, sentBytes));
    case 'metrics':
      return buildMetricRecords(parse(requestMessage.metrics, encoding, bytes, sentBytes));
  }
}

function parse<Name extends MessageName>(name: Name, encoding: Encoding, bytes: Uint8Array, sentBytes?: number): Message<Name> {
  return encoding === 'protobuf' ? parseProtobuf(name, bytes, sentBytes) : parseJson(name, bytes, sentBytes);
}
