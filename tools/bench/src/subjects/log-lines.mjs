// Writes log lines to /dev/null in rounds, one library a process. Answers each 'round' over IPC with nanoseconds of CPU a line.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const linesPerRound = 4000;
const linesPerTick = 10;
const fields = { user: 'u-1', order: 'o-42', amount_minor: 1250, currency: 'EUR', express: true };

async function createSubject(name) {
  if (name === 'pino') return require('pino')(require('pino').destination({ dest: '/dev/null', sync: true }));
  if (name === 'winston') {
    const winston = require('winston');
    const { combine, errors, timestamp, json } = winston.format;
    return winston.createLogger({
      format: combine(errors({ stack: true }), timestamp(), json()),
      transports: [new winston.transports.Stream({ stream: require('node:fs').createWriteStream('/dev/null') })],
    });
  }
  const { logger, span } = await import('@plinth/node');
  return name === 'plinth in a span' ? { info: (...args) => logger.info(...args), around: (fn) => span('work', {}, fn) } : logger;
}

const subject = await createSubject(process.argv[2]);
// pino takes the fields first.
const write = process.argv[2] === 'pino' ? () => subject.info(fields, 'order placed') : () => subject.info('order placed', fields);
const around = subject.around ?? ((fn) => fn());

async function round() {
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

for (let warmUp = 0; warmUp < 5; warmUp++) await round();
process.on('message', () => {
  void round().then((nanosecondsPerLine) => process.send({ nanosecondsPerLine }));
});
process.send({ ready: true });
