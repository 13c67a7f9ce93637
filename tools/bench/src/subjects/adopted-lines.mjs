// Writes lines with a service's own logger in rounds, to a stream that takes everything at once. With the SDK or without: it does not know.
// Answers each record's name over IPC with nanoseconds of CPU a line.
import { createRequire } from 'node:module';
import { Writable } from 'node:stream';

const require = createRequire(`${process.cwd()}/main.js`);
const { context, ROOT_CONTEXT, trace, TraceFlags } = require('@opentelemetry/api');
const [, , library] = process.argv;
const ticksPerRound = 200;
const linesPerTick = 10;
const fields = { user: 'u-1', order: 'o-42', amount_minor: 1250, currency: 'EUR' };
const span = trace.wrapSpanContext({
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  traceFlags: TraceFlags.SAMPLED,
});
const request = trace.setSpan(ROOT_CONTEXT, span);

const sink = () =>
  new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });

function createLogger() {
  if (library === 'pino') return require('pino')({ level: 'info' }, sink());
  const winston = require('winston');
  const { combine, errors, timestamp, json } = winston.format;
  return winston.createLogger({
    format: combine(errors({ stack: true }), timestamp(), json()),
    transports: [new winston.transports.Stream({ stream: sink() })],
  });
}

const logger = createLogger();
// pino takes the fields first.
const log = (level) => (library === 'pino' ? logger[level](fields, 'order placed') : logger[level]('order placed', fields));
const records = {
  text: () => logger.info('order placed'),
  '4 fields': () => log('info'),
  'a level that is off': () => log('debug'),
};

async function round(record) {
  const write = records[record];
  const before = process.cpuUsage();
  for (let tick = 0; tick < ticksPerRound; tick++) {
    context.with(request, () => {
      for (let line = 0; line < linesPerTick; line++) write();
    });
    await new Promise(setImmediate);
  }
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / (ticksPerRound * linesPerTick);
}

for (const record of Object.keys(records)) for (let warmUp = 0; warmUp < 5; warmUp++) await round(record);
process.on('message', (record) => {
  void round(record).then((nanosecondsPerLine) => process.send({ nanosecondsPerLine }));
});
process.send({ ready: true });
