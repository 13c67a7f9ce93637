// The main job as a user runs it, and sabotaged: each fault must be found, with the service and what it did.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { startPostgres, type Postgres } from '@plinth/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenarios } from '../src/drive/scenarios.ts';
import type { ServiceName } from '../src/evidence.ts';
import { prove, startShop } from '../src/run.ts';

test('npm start: every scenario agrees in every pillar, and nothing stays behind', async () => {
  const main = join(import.meta.dirname, '../src/main.ts');
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [main], { env: { PATH: process.env['PATH'], CI: 'true' } });
  const text = stripVTControlCharacters(stdout);
  expect(stderr).toBe('');
  for (const { title } of scenarios) expect(text).toMatch(new RegExp(`^${title} +agree +agree +agree +agree +agree`, 'm'));
  expect(text).toContain(`all ${scenarios.length} scenarios agree in every pillar`);
});

describe('sabotage', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.shutdown());

  async function sabotage(service: ServiceName, preload: string): Promise<{ agrees: boolean; text: string }> {
    const file = join(import.meta.dirname, 'sabotage', preload);
    const shop = await startShop({ databaseUrl: postgres.url, nodeArguments: { [service]: ['--import', file] } });
    try {
      const printed: string[] = [];
      const agrees = await prove(shop, (part) => printed.push(part), scenarios.slice(0, 1));
      return { agrees, text: stripVTControlCharacters(printed.join('\n')) };
    } finally {
      await shop.shutdown();
    }
  }

  test.each([
    [
      'payments',
      'drop-traceparent.mjs',
      /payments: its span POST \/authorisations is in another trace \([0-9a-f]{32}\): traceparent was not taken over \(traces/,
    ],
    ['fulfilment', 'strip-trace-ids.mjs', /fulfilment: the log line of event stock\.reserved has no trace_id \(logs/],
    [
      'storefront',
      'forge-correlation-id.mjs',
      /storefront: answered with x-correlation-id forged-00000000, sent was shop-[0-9a-f-]+ \(correlation/,
    ],
    ['payments', 'strip-exemplars.mjs', /payments: payment_authorised_total for event payment\.authorised has no exemplar \(metrics/],
  ] as const)('%s with %s is found', async (service, preload, finding) => {
    const { agrees, text } = await sabotage(service, preload);
    expect(text).toMatch(finding);
    expect(agrees).toBe(false);
  });

  test('a service that crashes is reported with its last lines, and everything is stopped', async () => {
    const file = join(import.meta.dirname, 'sabotage/crash.mjs');
    const start = startShop({ databaseUrl: postgres.url, nodeArguments: { fulfilment: ['--import', file] } });
    await expect(start).rejects.toThrow(/^fulfilment ended with 1; its last lines:[^]*Error: sabotaged start/);
  });
});
