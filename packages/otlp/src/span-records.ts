// A decoded trace export request as flat span records.
import { buildAttributes, buildResource, buildScope } from './attributes.ts';
import { buildSpanId, buildTraceId } from './id.ts';
import { buildBigInt } from './integer.ts';
import type { Message } from './schema.ts';
import type { Resource, Scope, SpanEvent, SpanKind, SpanLink, SpanRecord, StatusCode } from './types.ts';

const KINDS: readonly SpanKind[] = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUS_CODES: readonly StatusCode[] = ['unset', 'ok', 'error'];

export function buildSpanRecords(request: Message<'ExportTraceServiceRequest'>): readonly SpanRecord[] {
  return (request.resourceSpans ?? []).flatMap((ofResource, r) => {
    const resource = buildResource(ofResource);
    return (ofResource.scopeSpans ?? []).flatMap((ofScope, s) => {
      const scope = buildScope(ofScope);
      return (ofScope.spans ?? []).map((span, i) =>
        buildSpanRecord(span, resource, scope, () => `resourceSpans[${r}].scopeSpans[${s}].spans[${i}]`),
      );
    });
  });
}

function buildSpanRecord(span: Message<'Span'>, resource: Resource, scope: Scope, where: () => string): SpanRecord {
  return {
    traceId: buildTraceId(span.traceId, where),
    spanId: buildSpanId(span.spanId, where),
    parentSpanId: buildSpanId(span.parentSpanId, where, 'parentSpanId') || undefined,
    traceState: span.traceState ?? '',
    flags: span.flags ?? 0,
    name: span.name ?? '',
    kind: KINDS[span.kind ?? 0] ?? 'unspecified',
    startTimeUnixNano: buildBigInt(span.startTimeUnixNano),
    endTimeUnixNano: buildBigInt(span.endTimeUnixNano),
    attributes: buildAttributes(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount ?? 0,
    events: (span.events ?? []).map(buildEvent),
    droppedEventsCount: span.droppedEventsCount ?? 0,
    links: (span.links ?? []).map((link, i) => buildLink(link, () => `${where()}.links[${i}]`)),
    droppedLinksCount: span.droppedLinksCount ?? 0,
    status: { code: STATUS_CODES[span.status?.code ?? 0] ?? 'unset', message: span.status?.message ?? '' },
    resource,
    scope,
  };
}

function buildEvent(event: Message<'SpanEvent'>): SpanEvent {
  return {
    name: event.name ?? '',
    timeUnixNano: buildBigInt(event.timeUnixNano),
    attributes: buildAttributes(event.attributes),
    droppedAttributesCount: event.droppedAttributesCount ?? 0,
  };
}

function buildLink(link: Message<'SpanLink'>, where: () => string): SpanLink {
  return {
    traceId: buildTraceId(link.traceId, where),
    spanId: buildSpanId(link.spanId, where),
    traceState: link.traceState ?? '',
    flags: link.flags ?? 0,
    attributes: buildAttributes(link.attributes),
    droppedAttributesCount: link.droppedAttributesCount ?? 0,
  };
}
