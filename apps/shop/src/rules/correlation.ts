// The correlation id: the one that was sent, in the response, on every span that begins work, and on every log line.
import { serviceOf, tracedSpans, type Evidence } from '../evidence.ts';
import type { Finding } from './finding.ts';

const carriers: readonly string[] = ['server', 'producer', 'consumer'];

export function checkCorrelation(evidence: Evidence): readonly Finding[] {
  const { correlationId, response, traceId } = evidence;
  const findings: Finding[] = [];
  const fail = (service: string, message: string): number => findings.push({ pillar: 'correlation', service, message });
  if (response.correlationId !== correlationId) {
    fail('storefront', `answered with x-correlation-id ${response.correlationId ?? '(none)'}, sent was ${correlationId}`);
  }
  for (const span of tracedSpans(evidence).filter(({ kind }) => carriers.includes(kind))) {
    const id = span.attributes['correlation_id'];
    if (id !== correlationId)
      fail(serviceOf(span), `span ${span.name} has correlation_id ${String(id ?? '(none)')}, sent was ${correlationId}`);
  }
  for (const { service, fields } of evidence.lines.filter((line) => line.fields['trace_id'] === traceId)) {
    const id = fields['correlation_id'];
    if (id !== correlationId) {
      fail(
        service,
        `log line ${JSON.stringify(fields['message'])} has correlation_id ${String(id ?? '(none)')}, sent was ${correlationId}`,
      );
    }
  }
  return findings;
}
