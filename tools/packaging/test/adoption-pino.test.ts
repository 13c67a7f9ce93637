// pino as services have it, in its old and new versions, with the SDK as npm would publish it; and bunyan.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { addPackedSdk, installProject } from './installed-project.ts';

// No word of the SDK. Each kind of instance logs once outside of a request, without a secret, and then inside of one.
const pinoService = `
  const { createServer, get } = require('node:http');
  const pino = require('pino');
  const base = { base: null, timestamp: false };
  const loggers = {
    plain: pino(base),
    usual: pino({ ...base, base: { pid: 1, hostname: 'host' }, timestamp: () => ',"time":1733022000000' }),
    mixin: pino({ ...base, mixin: () => ({ mixed: 1 }), formatters: { log: (fields) => ({ ...fields, formatted: true }), level: (label) => ({ level: label }) } }),
    nested: pino({ ...base, nestedKey: 'payload', messageKey: 'message' }),
    windows: pino({ ...base, crlf: true }),
    redacting: pino({ ...base, redact: { paths: ['card', 'password'], remove: true } }),
    serializing: pino({ ...base, serializers: { user: ({ id, password }) => ({ id, password }) } }),
    many: pino(base, pino.multistream([{ stream: process.stdout }])),
  };
  loggers.child = loggers.plain.child({ part: 'shop' });
  loggers.grandchild = loggers.child.child({ more: 2 }, { serializers: { x: () => 'X' } });
  loggers.early = globalThis.early ?? pino(base);
  for (const logger of Object.values(loggers)) {
    logger.info('plain "quoted" text');
    logger.info({ a: 1e21, b: [1, { c: null }], user: { id: 7 }, x: 1 }, 'fields of %s', 'mine');
    logger.error(Object.assign(new Error('bad'), { stack: 'Error: bad\\n    at here' }));
  }
  const secrets = Object.freeze({ user: Object.freeze({ id: 1, password: 'hunter2-hunter2' }), card: 'c', password: 'hunter2-hunter2' });
  const server = createServer((request, response) => {
    for (const [name, logger] of Object.entries(loggers)) {
      const own = logger.child({ token: 'hunter2-hunter2', name });
      own.info('password=hunter2-hunter2');
      own.info(secrets, 'with %s', 'token=hunter2-hunter2');
      own.error({ err: new Error('secret=hunter2-hunter2'), list: [{ secret: { a: [1, '}'] } }] }, 'failed');
      own.debug({ password: 'hunter2-hunter2' }, 'off');
    }
    response.end();
  }).listen(0, '127.0.0.1', () => {
    get({ port: server.address().port, host: '127.0.0.1', headers: { 'x-correlation-id': 'order-7000' }, agent: false }, (response) => {
      response.resume().on('end', () => server.close());
    });
  });`;
const early = `globalThis.early = require('pino')({ base: null, timestamp: false });`;
const esm = `
  import { createServer, get } from 'node:http';
  import pino from 'pino';
  const logger = pino({ transport: { targets: [{ target: 'pino/file', options: { destination: 1 } }] } });
  const server = createServer((request, response) => {
    logger.info({ password: 'hunter2-hunter2' }, 'by a worker');
    response.end();
  }).listen(0, '127.0.0.1', () => {
    get({ port: server.address().port, host: '127.0.0.1', headers: { 'x-correlation-id': 'order-7000' }, agent: false }, (response) => {
      response.resume().on('end', () => server.close());
    });
  });`;
const bunyanService = `
  const { createServer, get } = require('node:http');
  const bunyan = require('bunyan');
  const { Writable } = require('node:stream');
  const raw = new Writable({ objectMode: true, write(entry, encoding, done) { console.log(JSON.stringify({ ...entry, raw: true })); done(); } });
  const logger = bunyan.createLogger({ name: 'shop', serializers: bunyan.stdSerializers, streams: [{ stream: process.stdout }, { type: 'raw', stream: raw }] });
  const server = createServer((request, response) => {
    logger.child({ token: 'hunter2-hunter2' }).info({ password: 'hunter2-hunter2', data: { toJSON: () => ({ secret: 'hunter2-hunter2' }) } }, 'with %s', 'token=hunter2-hunter2');
    logger.error({ err: new Error('secret=hunter2-hunter2'), req: request }, 'failed');
    response.end();
  }).listen(0, '127.0.0.1', () => {
    get({ port: server.address().port, host: '127.0.0.1', headers: { 'x-correlation-id': 'order-7000', authorization: 'Bearer hunter2-hunter2' }, agent: false }, (response) => {
      response.resume().on('end', () => server.close());
    });
  });`;

const sdk = ['--import', '@plinth/node/register'];

function run(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string[] {
  return (
    execFileSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], PLINTH_ADMIN_PORT: '0', OTEL_TRACES_EXPORTER: 'none', ...env },
    })
      .split('\n')
      .filter((line) => line !== '' && !line.includes('"plinth started"'))
      // Each logger has a buffer of its own: which one is written first is a matter of chance.
      .toSorted((left, right) => (left < right ? -1 : 1))
  );
}

function expectAdopted(lines: readonly string[]): void {
  expect(lines.join('\n')).not.toContain('hunter2');
  for (const line of lines) {
    expect(JSON.parse(line)).toMatchObject({
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
      trace_flags: expect.stringMatching(/^0[01]$/),
      correlation_id: 'order-7000',
    });
  }
}

describe.each(['7.11.0', '8.21.0', '9.14.0', '10.4.0'])('pino %s', (version) => {
  const folder = installProject(`pino-${version}`, { pino: version, ...(version === '10.4.0' ? { bunyan: '2.0.5' } : {}) });

  describe.skipIf(folder === undefined)('with the SDK', () => {
    beforeAll(() => {
      addPackedSdk(folder!);
      for (const [name, text] of Object.entries({
        'service.cjs': pinoService,
        'early.cjs': early,
        'workers.mjs': esm,
        'bunyan.cjs': bunyanService,
      }))
        writeFileSync(join(folder!, name), text);
    });

    test('outside of a request nothing changes, inside of one each line has ids and no secret', () => {
      const without = run(folder!, ['service.cjs']);
      const lines = run(folder!, ['--require', './early.cjs', ...sdk, 'service.cjs']);
      const isOfRequest = (line: string): boolean => line.includes('"name":');
      const outside = (from: readonly string[]): string[] => from.filter((line) => !isOfRequest(line));
      expect(outside(lines)).toEqual(outside(without));
      expect([outside(lines).length, lines.length, without.length]).toEqual([33, 66, 66]);
      expectAdopted(lines.filter(isOfRequest));
    });

    test('PLINTH_ADOPT=-pino: as without the SDK', () => {
      expect(run(folder!, [...sdk, 'service.cjs'], { PLINTH_ADOPT: '-pino' })).toEqual(run(folder!, ['service.cjs']));
    });

    test('an ES module, written by a worker thread', () => {
      const lines = run(folder!, [...sdk, 'workers.mjs']);
      expect(lines).toHaveLength(1);
      expectAdopted(lines);
    });

    test.runIf(version === '10.4.0')('bunyan: text and raw streams', () => {
      const lines = run(folder!, [...sdk, 'bunyan.cjs']);
      expect(lines).toHaveLength(4);
      expectAdopted(lines);
      expect(run(folder!, [...sdk, 'bunyan.cjs'], { PLINTH_ADOPT: '-bunyan' }).join()).toContain('hunter2');
    });
  });
});
