// Starts the service: configuration, database, queue, port. Its end is the SDK's: requests in flight are answered first.
import { health, logger, onShutdown } from '@plinth/node';
import { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import { createApp } from './app.ts';
import { parseConfig } from './config.ts';
import { migrate } from './database.ts';
import { createFulfilmentQueue, queueName } from './fulfilment-queue.ts';
import { createOrderStore } from './order-store.ts';
import { createPaymentsClient } from './payments-client.ts';

const config = parseConfig(process.env);

const pool = new Pool({ connectionString: config.DATABASE_URL });
pool.on('error', (error) => logger.error('database connection lost', { error }));
await migrate(pool);
health.addReadinessCheck('postgres', () => pool.query('select 1'));
onShutdown('postgres', () => pool.end());

// Only sends: the worker owns the queue's maintenance. `sendJob` makes the span, so the queue's own would be a second one.
const boss = new PgBoss({ connectionString: config.DATABASE_URL, supervise: false, schedule: false, openTelemetry: { enabled: false } });
boss.on('error', (error) => logger.error('queue failed', { error }));
await boss.start();
await boss.createQueue(queueName);
onShutdown('queue', () => boss.stop());

const app = createApp({
  store: createOrderStore(pool),
  payments: createPaymentsClient(config.PAYMENTS_URL, config.PAYMENTS_TIMEOUT_MS),
  queue: createFulfilmentQueue(boss),
});
const url = await app.listen({ host: config.HOST, port: config.PORT });
logger.info('listening', { url });
