// The trace: one tree below the driver's span, with every expected request and job in it.
import type { SpanRecord } from '@plinth/otlp';
import { fulfilmentQueue, serviceOf, tracedSpans, type Evidence, type ExpectedRequest } from '../evidence.ts';
import type { Finding } from './finding.ts';

export function checkTraces(evidence: Evidence): readonly Finding[] {
  const { scenario } = evidence;
  return [
    ...scenario.expect.requests.flatMap((request) => checkRequest(request, evidence)),
    ...checkJobs(evidence),
    ...checkTree(evidence),
  ];
}

function checkRequest(request: ExpectedRequest, evidence: Evidence): Finding[] {
  const { service, method, route, status } = request;
  const isWanted = (span: SpanRecord): boolean =>
    span.kind === 'server' && serviceOf(span) === service && span.attributes['http.request.method'] === method;
  const found = tracedSpans(evidence).filter(isWanted);
  const fail = (message: string): Finding[] => [{ pillar: 'traces', service, message }];
  const [span, ...more] = found;
  if (span === undefined) {
    const stray = evidence.spans.find((candidate) => isWanted(candidate) && candidate.attributes['http.route'] === route);
    return stray === undefined
      ? fail(`no server span for ${method} ${route} arrived`)
      : fail(`its span ${stray.name} is in another trace (${stray.traceId}): traceparent was not taken over`);
  }
  if (more.length > 0) return fail(`${found.length} server spans for one ${method} ${route}`);
  if (span.attributes['http.route'] !== route) return fail(`http.route is ${String(span.attributes['http.route'])}, expected ${route}`);
  const actual = Number(span.attributes['http.response.status_code']);
  if (actual !== status) return fail(`${method} ${route} has status ${actual} on its span, expected ${status}`);
  if (status >= 500 !== (span.status.code === 'error')) return fail(`status ${status} but span status ${span.status.code}`);
  return [];
}

function checkJobs(evidence: Evidence): Finding[] {
  const expected = evidence.scenario.expect.jobs;
  const jobs = tracedSpans(evidence).filter((span) => span.kind === 'consumer' && serviceOf(span) === 'fulfilment');
  const failed = jobs.filter((span) => span.status.code === 'error').length;
  const findings: Finding[] = [];
  const fail = (message: string): number => findings.push({ pillar: 'traces', service: 'fulfilment', message });
  if (jobs.length !== expected) fail(`${jobs.length} consumer spans of queue ${fulfilmentQueue} in the trace, expected ${expected}`);
  // Every try but the last one failed.
  else if (failed !== Math.max(0, expected - 1))
    fail(`${failed} of ${jobs.length} consumer spans are errors, expected ${Math.max(0, expected - 1)}`);
  return findings;
}

function checkTree(evidence: Evidence): Finding[] {
  const spans = tracedSpans(evidence);
  const ids = new Set(spans.map((span) => span.spanId));
  const findings: Finding[] = [];
  for (const span of spans) {
    const parent = span.parentSpanId;
    if (parent === evidence.driverSpanId || (parent !== undefined && ids.has(parent))) continue;
    const message = parent === undefined ? `span ${span.name} has no parent` : `the parent of span ${span.name} (${parent}) never arrived`;
    findings.push({ pillar: 'traces', service: serviceOf(span), message });
  }
  return findings;
}
