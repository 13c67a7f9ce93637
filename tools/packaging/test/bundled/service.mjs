// A service as it is given to a bundler: Fastify in, PostgreSQL out, an own event. Its database is a port where nobody answers.
import { defineTelemetry } from '@plinth/catalog';
import { bindTelemetry, correlation, logger, onShutdown } from '@plinth/node';
import fastify from 'fastify';
import pg from 'pg';

const { events } = bindTelemetry(
  defineTelemetry({
    events: {
      'order.placed': { help: 'An order was accepted', owner: 'shop', fields: { sku: { type: 'string', class: 'public' } }, labels: [] },
    },
  }),
);

const app = fastify();
app.get('/orders/:id', async (request) => {
  logger.info('placing order', { id: request.params.id });
  events.emit('order.placed', { sku: 'MUG' });
  const client = new pg.Client({ host: '127.0.0.1', port: 1, user: 'u', password: 'p', database: 'd', connectionTimeoutMillis: 1000 });
  const connected = client.connect().catch(() => 'refused');
  await client.query('SELECT 1').catch(() => {});
  await connected;
  return { correlation: correlation.id() };
});
onShutdown('app', () => app.close());
// Not awaited at the top: the bundle may be CommonJS.
void app.listen({ port: 0, host: '127.0.0.1' }).then((url) => logger.info('listening', { url }));
