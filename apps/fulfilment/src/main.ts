// Starts the worker: configuration, database, queue. Its end is the SDK's: the job in hand is finished first.
import { health, logger, onShutdown } from '@plinth/node';
import { observeQueue } from '@plinth/node/queue';
import { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import { parseConfig } from './config.ts';
import { migrate } from './database.ts';
import { queueName } from './job.ts';
import { createStockStore } from './stock-store.ts';
import { createWarehouse } from './warehouse.ts';
import { startWorker } from './worker.ts';

const config = parseConfig(process.env);

const pool = new Pool({ connectionString: config.DATABASE_URL });
pool.on('error', (error) => logger.error('database connection lost', { error }));
await migrate(pool);
health.addReadinessCheck('postgres', () => pool.query('select 1'));
onShutdown('postgres', () => pool.end());

// `processJob` makes the span, so the queue's own would be a second one.
const boss = new PgBoss({ connectionString: config.DATABASE_URL, openTelemetry: { enabled: false } });
boss.on('error', (error) => logger.error('queue failed', { error }));
await boss.start();
onShutdown('queue', () => boss.stop({ graceful: true }));

await startWorker(boss, config, { stock: createStockStore(pool), warehouse: createWarehouse() });
// The depth is a metric, and from now on the process is ready: it consumes a queue.
observeQueue({ system: 'pg-boss', destination: queueName }, async () => ({ depth: (await boss.getQueue(queueName))?.readyCount ?? 0 }));
logger.info('worker started', { queue: queueName });
