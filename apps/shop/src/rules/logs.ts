// The logs: every expected event once, and every line of the scenario with ids of spans that exist.
import { scenarioLines, tracedSpans, type Evidence, type ExpectedEvent, type LogLine } from '../evidence.ts';
import type { Finding } from './finding.ts';

export function checkLogs(evidence: Evidence): readonly Finding[] {
  return [
    ...evidence.scenario.expect.events.flatMap((event) => checkEvent(event, evidence)),
    ...scenarioLines(evidence).flatMap((line) => checkIds(line, evidence)),
  ];
}

function checkEvent({ service, name }: ExpectedEvent, evidence: Evidence): Finding[] {
  const lines = evidence.lines.filter((line) => line.service === service && line.fields['event'] === name);
  const fail = (message: string): Finding[] => [{ pillar: 'logs', service, message }];
  const [line] = lines;
  if (line === undefined) return fail(`no log line with event ${name}`);
  if (lines.length > 1) return fail(`${lines.length} log lines with event ${name}, expected one`);
  const traceId = line.fields['trace_id'];
  if (traceId === undefined) return fail(`the log line of event ${name} has no trace_id`);
  return traceId === evidence.traceId
    ? []
    : fail(`the log line of event ${name} has trace_id ${String(traceId)}, the order’s trace is ${evidence.traceId}`);
}

function checkIds({ service, fields }: LogLine, evidence: Evidence): Finding[] {
  const fail = (message: string): Finding[] => [{ pillar: 'logs', service, message }];
  const title = `log line ${JSON.stringify(fields['message'])}`;
  if (fields['service.name'] !== service) return fail(`${title} says service.name ${String(fields['service.name'])}`);
  if (fields['trace_id'] === undefined || fields['span_id'] === undefined) return fail(`${title} has no trace_id and span_id`);
  if (fields['trace_id'] !== evidence.traceId)
    return fail(`${title} has trace_id ${String(fields['trace_id'])}, the order’s trace is ${evidence.traceId}`);
  const span = tracedSpans(evidence).find((candidate) => candidate.spanId === fields['span_id']);
  return span === undefined ? fail(`${title} has span_id ${String(fields['span_id'])}, and no such span arrived`) : [];
}
