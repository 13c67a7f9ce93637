// The metrics: each request, job and event counted exactly once, with an exemplar that leads to the order's trace.
import { fulfilmentQueue, type Evidence, type Sample, type ServiceName } from '../evidence.ts';
import type { Finding } from './finding.ts';

interface Count {
  readonly service: ServiceName;
  /** For a person: what is counted. */
  readonly what: string;
  readonly sample: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly expected: number;
  /** Sample that carries the exemplar. */
  readonly exemplarOn: string;
}

export function checkMetrics(evidence: Evidence): readonly Finding[] {
  return expectedCounts(evidence).flatMap((count) => checkCount(count, evidence));
}

export function expectedCounts({ scenario }: Evidence): Count[] {
  const { requests, jobs, events } = scenario.expect;
  const histogram = (name: string) => ({ sample: `${name}_count`, exemplarOn: `${name}_bucket` });
  const counts: Count[] = requests.map(({ service, method, route, status }) => ({
    service,
    what: `${method} ${route} ${status}`,
    ...histogram('http_server_request_duration_seconds'),
    labels: { http_request_method: method, http_route: route, http_response_status_code: String(status) },
    expected: 1,
  }));
  if (jobs > 0) {
    const labels = { messaging_destination_name: fulfilmentQueue };
    counts.push({
      service: 'fulfilment',
      what: `jobs of ${fulfilmentQueue}`,
      ...histogram('messaging_process_duration_seconds'),
      labels,
      expected: jobs,
    });
    const sent = 'messaging_client_sent_messages_total';
    counts.push({ service: 'storefront', what: `jobs sent to ${fulfilmentQueue}`, sample: sent, exemplarOn: sent, labels, expected: 1 });
  }
  for (const { service, name } of events) {
    const sample = `${name.replaceAll('.', '_')}_total`;
    counts.push({ service, what: `event ${name}`, sample, exemplarOn: sample, labels: {}, expected: 1 });
  }
  return counts;
}

function checkCount({ service, what, sample, labels, expected, exemplarOn }: Count, { before, after, traceId }: Evidence): Finding[] {
  const fail = (message: string): Finding[] => [{ pillar: 'metrics', service, message }];
  const sum = (samples: readonly Sample[]): number => matching(samples, sample, labels).reduce((total, item) => total + item.value, 0);
  const moved = sum(after[service]) - sum(before[service]);
  if (moved !== expected) return fail(`${sample} for ${what} moved by ${moved}, expected ${expected}`);
  const exemplars = matching(after[service], exemplarOn, labels).flatMap((item) => item.exemplar ?? []);
  if (exemplars.length === 0) return fail(`${exemplarOn} for ${what} has no exemplar`);
  const leads = exemplars.some((exemplar) => exemplar.labels['trace_id'] === traceId);
  return leads ? [] : fail(`no exemplar of ${exemplarOn} for ${what} leads to the order’s trace ${traceId}`);
}

export function matching(samples: readonly Sample[], name: string, labels: Readonly<Record<string, string>>): Sample[] {
  const wanted = Object.entries(labels);
  return samples.filter((item) => item.name === name && wanted.every(([label, value]) => item.labels[label] === value));
}
