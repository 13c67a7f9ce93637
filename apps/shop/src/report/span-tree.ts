// The spans of one trace as an indented tree, in the order of their start.
import { styleText } from 'node:util';
import type { SpanRecord } from '@plinth/otlp';
import { serviceOf } from '../evidence.ts';

export function renderSpanTree(spans: readonly SpanRecord[], rootParentId: string): string[] {
  const ids = new Set(spans.map((span) => span.spanId));
  const roots = spans.filter(
    (span) => span.parentSpanId === rootParentId || span.parentSpanId === undefined || !ids.has(span.parentSpanId),
  );
  return byStart(roots).flatMap((root) => renderSpan(root, spans, ''));
}

function renderSpan(span: SpanRecord, spans: readonly SpanRecord[], indent: string): string[] {
  const children = byStart(spans.filter((candidate) => candidate.parentSpanId === span.spanId));
  const milliseconds = (Number(span.endTimeUnixNano - span.startTimeUnixNano) / 1e6).toFixed(1);
  const error = span.status.code === 'error' ? styleText('red', ` ✗ ${String(span.attributes['error.type'] ?? 'error')}`) : '';
  const service = styleText('cyan', serviceOf(span).padEnd(10));
  return [
    `${indent}${service} ${span.kind.padEnd(8)} ${span.name} ${styleText('dim', `${milliseconds} ms`)}${error}`,
    ...children.flatMap((child) => renderSpan(child, spans, `${indent}  `)),
  ];
}

function byStart(spans: readonly SpanRecord[]): SpanRecord[] {
  return spans.toSorted((left, right) => (left.startTimeUnixNano < right.startTimeUnixNano ? -1 : 1));
}
