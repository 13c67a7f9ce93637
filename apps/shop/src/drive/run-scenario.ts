// Places one scenario's order, waits until its telemetry is in, and gathers what was observed.
import type { Collector } from '../collect/collector.ts';
import { scrapeAll } from '../collect/scrape.ts';
import type { Evidence, LogLine, Scenario } from '../evidence.ts';
import type { Services } from '../services/services.ts';
import { placeOrder, waitForStatus } from './place-order.ts';

export interface Stage {
  readonly services: Services;
  readonly collector: Collector;
  /** Lines of all services, in the order of their arrival. */
  readonly lines: readonly LogLine[];
}

/** Twice and more the interval in which the services export. */
const quietMs = 350;
const settleTimeoutMs = 5000;

export async function runScenario(scenario: Scenario, { services, collector, lines }: Stage): Promise<Evidence> {
  const before = await scrapeAll(services.adminUrls);
  const firstSpan = collector.spans.length;
  const firstLine = lines.length;
  const sent = await placeOrder(services.storefrontUrl, scenario.order);
  const { orderStatus } = scenario.expect;
  if (sent.orderId !== undefined && orderStatus !== undefined) await waitForStatus(services.storefrontUrl, sent.orderId, orderStatus);
  await settle(collector);
  return {
    scenario,
    traceId: sent.traceId,
    driverSpanId: sent.spanId,
    correlationId: sent.correlationId,
    response: sent.response,
    spans: collector.spans.slice(firstSpan),
    lines: lines.slice(firstLine),
    before,
    after: await scrapeAll(services.adminUrls),
  };
}

/** Until no spans have arrived for a while: the last export of each service is in. */
async function settle(collector: Collector): Promise<void> {
  const end = performance.now() + settleTimeoutMs;
  await new Promise((resolve) => setTimeout(resolve, quietMs));
  while (collector.quietMs() < quietMs && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 25));
}
