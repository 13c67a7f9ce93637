// One ended span in protobuf. Source: opentelemetry/proto/trace/v1/trace.proto
import type { Link, SpanContext } from '@opentelemetry/api';
import type { EndedSpan, SpanEvent } from '../../traces/ended-span.ts';
import { writeAttributes } from './protobuf-attributes.ts';
import type { ProtobufWriter } from './protobuf-writer.ts';

/** Bits 8 and 9 of the flags. Bit 8: it is known whether the other side is in another process. Bit 9: it is. */
const hasIsRemote = 0x100;
const isRemote = 0x200;

/** Writes the content of a Span message. */
export function writeSpan(writer: ProtobufWriter, span: EndedSpan): void {
  const { traceId, spanId, traceState, traceFlags } = span.spanContext();
  writer.hex(1, traceId);
  writer.hex(2, spanId);
  if (traceState !== undefined) writer.string(3, traceState.serialize());
  const parent = span.parentSpanContext;
  if (parent !== undefined) writer.hex(4, parent.spanId);
  writer.string(5, span.name);
  // The API counts kinds from 0 (internal). OTLP counts them from 1.
  writer.uint(6, span.kind + 1);
  writer.time(7, span.startTime);
  writer.time(8, span.endTime);
  writeAttributes(writer, 9, span.attributes);
  if (span.droppedAttributesCount > 0) writer.uint(10, span.droppedAttributesCount);
  for (const event of span.events) writer.message(11, event, writeEvent);
  if (span.droppedEventsCount > 0) writer.uint(12, span.droppedEventsCount);
  for (const link of span.links) writer.message(13, link, writeLink);
  if (span.droppedLinksCount > 0) writer.uint(14, span.droppedLinksCount);
  const { code, message } = span.status;
  if (code !== 0 || message !== undefined) {
    const start = writer.begin(15);
    if (message !== undefined) writer.string(2, message);
    if (code !== 0) writer.uint(3, code);
    writer.end(start);
  }
  writer.fixed32(16, flagsOf(traceFlags, parent));
}

/** The flags of a span or link. Those of a span also say what is known of its parent. */
export function flagsOf(traceFlags: number, other: SpanContext | undefined): number {
  return (traceFlags & 0xff) | hasIsRemote | (other?.isRemote === true ? isRemote : 0);
}

function writeEvent(writer: ProtobufWriter, event: SpanEvent): void {
  writer.time(1, event.time);
  writer.string(2, event.name);
  if (event.attributes !== undefined) writeAttributes(writer, 3, event.attributes);
  if ((event.droppedAttributesCount ?? 0) > 0) writer.uint(4, event.droppedAttributesCount ?? 0);
}

function writeLink(writer: ProtobufWriter, { context, attributes, droppedAttributesCount = 0 }: Link): void {
  writer.hex(1, context.traceId);
  writer.hex(2, context.spanId);
  if (context.traceState !== undefined) writer.string(3, context.traceState.serialize());
  if (attributes !== undefined) writeAttributes(writer, 4, attributes);
  if (droppedAttributesCount > 0) writer.uint(5, droppedAttributesCount);
  writer.fixed32(6, flagsOf(context.traceFlags, context));
}
