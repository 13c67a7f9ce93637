// A decoded logs export request as flat log records.
import { buildAttributes, buildAttributeValue, buildResource, buildScope } from './attributes.ts';
import { buildSpanId, buildTraceId } from './id.ts';
import { buildBigInt } from './integer.ts';
import type { Message } from './schema.ts';
import type { LogRecord, Resource, Scope } from './types.ts';

export function buildLogRecords(request: Message<'ExportLogsServiceRequest'>): readonly LogRecord[] {
  return (request.resourceLogs ?? []).flatMap((ofResource, r) => {
    const resource = buildResource(ofResource);
    return (ofResource.scopeLogs ?? []).flatMap((ofScope, s) => {
      const scope = buildScope(ofScope);
      return (ofScope.logRecords ?? []).map((record, i) =>
        buildLogRecord(record, resource, scope, () => `resourceLogs[${r}].scopeLogs[${s}].logRecords[${i}]`),
      );
    });
  });
}

function buildLogRecord(record: Message<'LogRecord'>, resource: Resource, scope: Scope, where: () => string): LogRecord {
  return {
    timeUnixNano: buildBigInt(record.timeUnixNano),
    observedTimeUnixNano: buildBigInt(record.observedTimeUnixNano),
    severityNumber: record.severityNumber ?? 0,
    severityText: record.severityText ?? '',
    body: buildAttributeValue(record.body),
    attributes: buildAttributes(record.attributes),
    droppedAttributesCount: record.droppedAttributesCount ?? 0,
    traceId: buildTraceId(record.traceId, where) || undefined,
    spanId: buildSpanId(record.spanId, where) || undefined,
    flags: record.flags ?? 0,
    eventName: record.eventName || undefined,
    resource,
    scope,
  };
}
