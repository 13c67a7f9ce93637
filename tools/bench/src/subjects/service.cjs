// The service under measurement, the same for every stack. Its packages are those of the folder it is started in.
// Arguments: server (http or fastify), wiring (none: bare, or the SDK does it; by-hand: what a service writes on the usual stack).
// Answers each message over IPC with what it has used. CommonJS: there the peers' instrumentations see Node's http without a loader.
const { createRequire } = require('node:module');
const { AsyncLocalStorage } = require('node:async_hooks');
const { randomUUID } = require('node:crypto');

const [server, wiring] = process.argv.slice(2);
const packages = createRequire(`${process.cwd()}/package.json`);
const body = '{"hello":"world"}';

/** Request metrics by prom-client, a correlation id that is checked, kept and echoed, a winston logger that writes both ids. */
function wireByHand() {
  const { Histogram, register, collectDefaultMetrics } = packages('prom-client');
  const winston = packages('winston');
  const { trace } = packages('@opentelemetry/api');
  const store = new AsyncLocalStorage();
  const ids = winston.format((info) => Object.assign(info, trace.getActiveSpan()?.spanContext(), { correlation_id: store.getStore() }));
  winston.createLogger({
    format: winston.format.combine(ids(), winston.format.timestamp(), winston.format.json()),
    transports: [new winston.transports.Console()],
  });
  collectDefaultMetrics();
  require('node:http')
    .createServer((_request, response) => void register.metrics().then((text) => response.end(text)))
    .listen(0, '127.0.0.1');
  const duration = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Duration of requests',
    labelNames: ['http_request_method', 'http_response_status_code', 'http_route', 'url_scheme'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  });
  return (request, response, next) => {
    const before = performance.now();
    const given = request.headers['x-correlation-id'];
    const id = typeof given === 'string' && /^[A-Za-z0-9_-]{8,64}$/.test(given) ? given : randomUUID();
    response.setHeader('x-correlation-id', id);
    response.once('close', () => {
      const labels = {
        http_request_method: request.method,
        http_response_status_code: response.statusCode,
        http_route: '/',
        url_scheme: 'http',
      };
      duration.observe(labels, (performance.now() - before) / 1000);
    });
    store.run(id, next);
  };
}

function usage() {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return { cpuMicroseconds: user + system, rssBytes: rss, heapBytes: heapUsed };
}

const around = wiring === 'by-hand' ? wireByHand() : (_request, _response, next) => next();
const listening = (port) => process.send({ port, ...usage() });
process.on('message', (order) => {
  if (order === 'collect') globalThis.gc();
  process.send(usage());
});

if (server === 'fastify') {
  const app = packages('fastify')();
  if (wiring === 'by-hand') app.addHook('onRequest', (request, reply, done) => around(request.raw, reply.raw, done));
  app.get('/', (_request, reply) => void reply.header('content-type', 'application/json').send(body));
  void app.listen({ port: 0, host: '127.0.0.1' }).then(() => listening(app.server.address().port));
} else {
  const http = require('node:http').createServer((request, response) => {
    around(request, response, () => {
      response.setHeader('content-type', 'application/json');
      response.end(body);
    });
  });
  http.listen(0, '127.0.0.1', () => listening(http.address().port));
}
