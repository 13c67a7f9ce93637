// One scenario for a person: what was sent, and what each pillar shows of it.
import { styleText } from 'node:util';
import { scenarioLines, serviceNames, tracedSpans, type Evidence, type LogLine, type Sample } from '../evidence.ts';
import type { Finding } from '../rules/finding.ts';
import { expectedCounts, matching } from '../rules/metrics.ts';
import { renderSpanTree } from './span-tree.ts';

export function renderScenario(evidence: Evidence, findings: readonly Finding[]): string {
  const { scenario, response, correlationId, traceId } = evidence;
  const verdict = findings.length === 0 ? styleText('green', '✔ agree') : styleText('red', `✗ ${findings.length} disagree`);
  return [
    `${styleText('bold', scenario.title)}  ${verdict}`,
    `  POST /orders → ${response.status}   correlation id ${correlationId}   trace ${traceId}`,
    '  traces',
    ...renderSpanTree(tracedSpans(evidence), evidence.driverSpanId).map((line) => `    ${line}`),
    '  logs',
    ...renderLines(scenarioLines(evidence)).map((line) => `    ${line}`),
    '  metrics',
    ...renderMetrics(evidence).map((line) => `    ${line}`),
    ...findings.map(({ pillar, service, message }) => `  ${styleText('red', '✗')} ${pillar}: ${service}: ${message}`),
    '',
  ].join('\n');
}

function renderLines(lines: readonly LogLine[]): string[] {
  return serviceNames.flatMap((name) =>
    lines
      .filter((line) => line.service === name)
      .map(({ fields }) => {
        const time = String(fields['timestamp']).slice(11, 23);
        const event = fields['event'] === undefined ? '' : styleText('magenta', ' event');
        const span = styleText('dim', `span ${String(fields['span_id'] ?? '(none)')}`);
        return `${styleText('cyan', name.padEnd(10))} ${time} ${String(fields['level']).padEnd(5)} ${String(fields['message'])}${event} ${span}`;
      }),
  );
}

/** The counted samples, and those exemplars that lead to the scenario's trace. */
function renderMetrics(evidence: Evidence): string[] {
  return expectedCounts(evidence).map(({ service, sample, labels, exemplarOn }) => {
    const [first] = matching(evidence.after[service], sample, labels);
    const exemplar = matching(evidence.after[service], exemplarOn, labels)
      .flatMap((item) => item.exemplar ?? [])
      .find((candidate) => candidate.labels['trace_id'] === evidence.traceId);
    const leads =
      exemplar === undefined ? styleText('red', 'no exemplar') : styleText('dim', `exemplar → span ${exemplar.labels['span_id'] ?? ''}`);
    return `${styleText('cyan', service.padEnd(10))} ${first === undefined ? `${sample} (missing)` : renderSample(first)} ${leads}`;
  });
}

function renderSample({ name, labels, value }: Sample): string {
  const text = Object.entries(labels).map(([label, content]) => `${label}="${content}"`);
  return `${name}${text.length === 0 ? '' : `{${text.join(',')}}`} ${value}`;
}
