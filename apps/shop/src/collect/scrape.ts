import { serviceNames, type Sample, type Scrapes, type ServiceName } from '../evidence.ts';
import { parseOpenMetrics } from './openmetrics.ts';

/** Reads /metrics of each service's admin port, as Prometheus would. */
export async function scrapeAll(adminUrls: Readonly<Record<ServiceName, string>>): Promise<Scrapes> {
  const scrapes = await Promise.all(serviceNames.map(async (name) => [name, await scrape(adminUrls[name])] as const));
  return Object.fromEntries(scrapes) as Record<ServiceName, Sample[]>;
}

async function scrape(adminUrl: string): Promise<Sample[]> {
  const response = await fetch(`${adminUrl}/metrics`, { headers: { accept: 'application/openmetrics-text;version=1.0.0' } });
  if (!response.ok) throw new Error(`${adminUrl}/metrics answered ${response.status}`);
  return parseOpenMetrics(await response.text());
}
