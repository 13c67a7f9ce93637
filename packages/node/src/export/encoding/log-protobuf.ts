// One log record in protobuf. Source: opentelemetry/proto/logs/v1/logs.proto
import type { OtlpLogRecord } from '../../logs/otlp.ts';
import { writeAnyValue, writeAttributes } from './protobuf-attributes.ts';
import { toHrTime } from '../../traces/hr-time.ts';
import type { ProtobufWriter } from './protobuf-writer.ts';

/** Writes the content of a LogRecord message. */
export function writeLogRecord(writer: ProtobufWriter, record: OtlpLogRecord): void {
  const time = toHrTime(record.timestampMs);
  writer.time(1, time);
  writer.uint(2, record.severityNumber);
  writer.string(3, record.severityText);
  const body = writer.begin(5);
  writeAnyValue(writer, record.body);
  writer.end(body);
  writeAttributes(writer, 6, record.attributes);
  if (record.traceId !== undefined && record.spanId !== undefined) {
    writer.fixed32(8, record.traceFlags);
    writer.hex(9, record.traceId);
    writer.hex(10, record.spanId);
  }
  writer.time(11, time);
  if (record.eventName !== undefined) writer.string(12, record.eventName);
}
