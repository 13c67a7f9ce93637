// Spans and log lines faster than anybody takes them: bursts of 50, between which the event loop turns.
// Argument: stack. Answers each count over IPC with the event loop's delay during the flood and the memory after it.
import { createRequire } from 'node:module';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const [, , stack] = process.argv;
const packages = createRequire(`${process.cwd()}/package.json`);
const attributes = { 'app.order': 'o-4711', 'app.note': 'n'.repeat(200) };
const note = 'n'.repeat(100);

async function createStep() {
  if (stack === 'bare') return () => undefined;
  if (stack === 'plinth') {
    const { logger, span } = await import('@plinth/node');
    return (step) => span('work', attributes, () => logger.info('worked', { order: 'o-4711', step, note }));
  }
  const winston = packages('winston');
  const { trace } = packages('@opentelemetry/api');
  const ids = winston.format((info) => Object.assign(info, trace.getActiveSpan()?.spanContext()));
  // Its stream transport: the console transport writes to a pipe synchronously and would stand still with it.
  const logger = winston.createLogger({
    format: winston.format.combine(ids(), winston.format.timestamp(), winston.format.json()),
    transports: [new winston.transports.Stream({ stream: process.stdout })],
  });
  const tracer = trace.getTracer('flood');
  return (step) =>
    tracer.startActiveSpan('work', { attributes }, (span) => {
      logger.info('worked', { order: 'o-4711', step, note });
      span.end();
    });
}

const step = await createStep();

async function flood(count) {
  for (let made = 0; made < count;) {
    for (let inBurst = 0; inBurst < 50 && made < count; inBurst++, made++) step(made);
    await new Promise(setImmediate);
  }
}

await flood(20_000);
async function answer(count) {
  const rssBefore = process.memoryUsage.rss();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await flood(count);
  delay.disable();
  const milliseconds = (percentile) => delay.percentile(percentile) / 1e6;
  const rssGrowthBytes = process.memoryUsage.rss() - rssBefore;
  process.send({ p50: milliseconds(50), p99: milliseconds(99), longest: delay.max / 1e6, rssGrowthBytes });
}

process.on('message', (count) => void answer(count));
process.send({ ready: true });
