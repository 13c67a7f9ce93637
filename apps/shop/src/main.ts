// `npm start`: runs the shop and proves that its three pillars agree; in a terminal it then stays up and keeps taking orders.
import { setTimeout as sleep } from 'node:timers/promises';
import { placeOrder } from './drive/place-order.ts';
import { scenarios } from './drive/scenarios.ts';
import { prove, startShop, type Shop } from './run.ts';

const orderEveryMs = 2000;
const print = (text: string): void => console.log(text);
const staysUp = process.stdout.isTTY && !process.env['CI'];
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort(signal));
// An await that is not over ends with the signal.
const aborted = new Promise<never>((_resolve, reject) => stopped.signal.addEventListener('abort', () => reject(stopped.signal.reason)));
aborted.catch(() => {});

let shop: Shop | undefined;
try {
  print('starting PostgreSQL, storefront, payments and fulfilment …\n');
  shop = await startShop({ databaseUrl: process.env['DATABASE_URL'] || undefined, signal: stopped.signal });
  const agrees = await Promise.race([prove(shop, print), aborted]);
  process.exitCode = agrees ? 0 : 1;
  if (staysUp) await Promise.race([keepTakingOrders(shop), shop.crashed, aborted]);
} catch (error) {
  if (!stopped.signal.aborted) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
} finally {
  await shop?.shutdown();
}

async function keepTakingOrders({ services }: Shop): Promise<void> {
  print(`storefront   ${services.storefrontUrl}/orders`);
  for (const [name, url] of Object.entries(services.adminUrls)) print(`${name.padEnd(12)} ${url}/metrics  ${url}/health/ready`);
  print('\ntaking an order every 2 seconds; Ctrl-C ends the shop');
  for (let index = 0; ; index++) {
    const scenario = scenarios[index % scenarios.length];
    const { response, correlationId, traceId } = await placeOrder(services.storefrontUrl, scenario?.order);
    print(`${new Date().toISOString()}  ${response.status}  ${scenario?.title}  ${correlationId}  trace ${traceId}`);
    await sleep(orderEveryMs);
  }
}
