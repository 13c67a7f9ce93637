// Writes log lines to /dev/null in rounds, one library a process.
// Answers each `{ record, linesPerTick }` over IPC with nanoseconds of CPU a line.
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [, , library] = process.argv;
const linesPerRound = 4000;
const fields = { user: 'u-1', order: 'o-42', amount_minor: 1250, currency: 'EUR', express: true };
const nested = {
  order: {
    id: 'o-42',
    lines: [
      { sku: 'MUG', count: 2, price: 1250 },
      { sku: 'TEE', count: 1, price: 2500 },
    ],
    total: 5000,
    currency: 'EUR',
  },
  customer: { id: 'c-1', tier: 'gold', address: { city: 'Berne', country: 'CH', zone: 3 } },
  shipping: { carrier: 'post', days: 2, insured: false },
  flags: { gift: true, express: false, split: false },
  attempt: 1,
};
const error = new TypeError('no route to host', { cause: new Error('connection timed out') });

async function createSubject() {
  if (library === 'pino') return require('pino')(require('pino').destination({ dest: '/dev/null', sync: true }));
  if (library === 'winston') {
    const winston = require('winston');
    const { combine, errors, timestamp, json } = winston.format;
    return winston.createLogger({
      format: combine(errors({ stack: true, cause: true }), timestamp(), json()),
      transports: [new winston.transports.Stream({ stream: createWriteStream('/dev/null') })],
    });
  }
  const { logger, span } = await import('@plinth/node');
  return library === 'plinth in a span' ? Object.assign(logger.child({}), { around: (fn) => span('work', {}, fn) }) : logger;
}

const subject = await createSubject();
const around = subject.around ?? ((fn) => fn());
const child = subject.child({ component: 'cart', shard: 3 });
// pino takes the fields first.
const log = (logger, message, meta) => (library === 'pino' ? logger.info(meta, message) : logger.info(message, meta));
const records = {
  message: () => subject.info('order placed'),
  '5 fields': () => log(subject, 'order placed', fields),
  '20 fields, nested': () => log(subject, 'order placed', nested),
  'error with cause': () => (library === 'pino' ? subject.error({ err: error }, 'order failed') : subject.error('order failed', error)),
  'child, 5 fields': () => log(child, 'order placed', fields),
};

async function round({ record, linesPerTick }) {
  const write = records[record];
  const before = process.cpuUsage();
  for (let written = 0; written < linesPerRound; written += linesPerTick) {
    around(() => {
      for (let line = 0; line < linesPerTick; line++) write();
    });
    await new Promise(setImmediate);
  }
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / linesPerRound;
}

for (const record of Object.keys(records)) {
  for (let warmUp = 0; warmUp < 3; warmUp++) await round({ record, linesPerTick: 10 });
}
process.on('message', (order) => {
  void round(order).then((nanosecondsPerLine) => process.send({ nanosecondsPerLine }));
});
process.send({ ready: true });
