// The sample shop's services with their database, exporting all three signals over OTLP.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '@plinth/postgres';
import { findFreePort } from '../src/pipeline-test/free-port.ts';
import { OutputTail } from '../src/validators/otelcol-output.ts';
import { waitFor } from './loopback.ts';

export interface Shop {
  /** Places an order; the trace id that it was sent with. */
  placeOrder(cardNumber: string, traceId: string, correlationId: string): Promise<number>;
  /** Drains the services: all their telemetry is handed on. */
  shutdown(): Promise<void>;
}

export async function startShop(otlpUrl: string): Promise<Shop> {
  const postgres = await startPostgres();
  const children: ChildProcess[] = [];
  const output = new OutputTail();
  const run = (name: string, env: Readonly<Record<string, string>>): void => {
    const child = spawn(process.execPath, ['--import', '@plinth/node/register', 'src/main.ts'], {
      cwd: fileURLToPath(new URL(`../../../apps/${name}`, import.meta.url)),
      env: {
        PATH: process.env['PATH'],
        OTEL_SERVICE_NAME: name,
        OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl,
        OTEL_METRICS_EXPORTER: 'otlp',
        OTEL_LOGS_EXPORTER: 'otlp',
        OTEL_METRIC_EXPORT_INTERVAL: '500',
        OTEL_BSP_SCHEDULE_DELAY: '100',
        OTEL_BLRP_SCHEDULE_DELAY: '100',
        DATABASE_URL: postgres.url,
        PLINTH_ADMIN_PORT: '0',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => output.add(`${name}: ${chunk}`));
    children.push(child);
  };
  const stop = async (): Promise<void> => {
    await Promise.all(
      children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const closed = once(child, 'close');
        child.kill('SIGTERM');
        await closed;
      }),
    );
    await postgres.shutdown();
  };
  const paymentsPort = await findFreePort();
  const storefrontPort = await findFreePort();
  const storefront = `http://127.0.0.1:${storefrontPort}`;
  run('payments', { PORT: String(paymentsPort) });
  run('fulfilment', {});
  run('storefront', { PORT: String(storefrontPort), PAYMENTS_URL: `http://127.0.0.1:${paymentsPort}` });
  const listens = async (url: string): Promise<boolean> => (await fetch(url).catch(() => undefined)) !== undefined;
  await waitFor(async () => (await listens(storefront)) && (await listens(`http://127.0.0.1:${paymentsPort}`)), 20_000);
  if (!(await listens(storefront))) {
    await stop();
    throw new Error(`the shop did not start:\n${output.text.slice(-2000)}`);
  }
  return {
    placeOrder: async (cardNumber, traceId, correlationId) => {
      const response = await fetch(`${storefront}/orders`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
          'x-correlation-id': correlationId,
        },
        body: JSON.stringify({
          customer: { email: 'jane.doe@customer.example' },
          card: { number: cardNumber },
          currency: 'EUR',
          lines: [{ sku: 'MUG-1', quantity: 2, unit_price_minor: 1250 }],
        }),
      });
      await response.arrayBuffer();
      return response.status;
    },
    shutdown: stop,
  };
}
