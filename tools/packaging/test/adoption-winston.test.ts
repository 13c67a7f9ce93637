// winston as services have it, in its old and new versions, with the SDK as npm would publish it.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { addPackedSdk, installProject } from './installed-project.ts';

const versions = ['3.0.0', '3.3.3', '3.8.2', '3.19.0'];

// No word of the SDK. Each request logs by several loggers, and the answer comes when all lines are written.
const service = `
  const { createServer, get } = require('node:http');
  const early = globalThis.early;
  const winston = require('winston');
  const { combine, splat, json, printf } = winston.format;
  // 3.0 has no such format.
  const errors = winston.format.errors ?? (() => winston.format((info) => info)());
  const transports = () => [new winston.transports.Console()];
  const loggers = {
    early,
    json: winston.createLogger({ format: combine(errors({ stack: false }), splat(), json()), defaultMeta: { apiKey: 'hunter2-hunter2' }, transports: transports() }),
    printf: winston.createLogger({ format: combine(splat(), printf(({ level, message, name, trace_id, correlation_id }) =>
      JSON.stringify({ level, message, name, trace_id, correlation_id }))), transports: transports() }),
  };
  // 3.0 has no children.
  loggers.child = loggers.json.child?.({ token: 'hunter2-hunter2' });
  const server = createServer((request, response) => {
    for (const [name, logger] of Object.entries(loggers)) {
      if (logger === undefined) continue;
      logger.info('password=%s', 'hunter2-hunter2', { name, nested: { authorization: 'Bearer hunter2-hunter2' } });
      logger.error('failed', { name, error: Object.assign(new Error('token=hunter2-hunter2'), { secret: 'hunter2-hunter2' }) });
      logger.warn({ message: 'an object', name, cookie: 'sid=hunter2-hunter2' });
    }
    response.end();
  }).listen(0, '127.0.0.1', () => {
    get({ port: server.address().port, host: '127.0.0.1', headers: { 'x-correlation-id': 'order-7000' }, agent: false }, (response) => {
      response.resume().on('end', () => server.close());
    });
  });`;
const early = `
  const winston = require('winston');
  globalThis.early = winston.createLogger({ format: winston.format.json(), transports: [new winston.transports.Console()] });`;

describe.each(versions)('winston %s', (version) => {
  const folder = installProject(`winston-${version}`, { winston: version });
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Record<string, unknown>[] => {
    const text = execFileSync(process.execPath, [...args, 'service.cjs'], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], PLINTH_ADMIN_PORT: '0', OTEL_TRACES_EXPORTER: 'none', ...env },
    });
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ message }) => !String(message).startsWith('plinth'));
  };
  const sdk = ['--import', '@plinth/node/register'];

  describe.skipIf(folder === undefined)('with the SDK', () => {
    beforeAll(() => {
      addPackedSdk(folder!);
      writeFileSync(join(folder!, 'service.cjs'), service);
      writeFileSync(join(folder!, 'early.cjs'), early);
    });

    test('every line has the ids of its request, and no secret', () => {
      const lines = run(['--require', './early.cjs', ...sdk]);
      expect(lines).toHaveLength(version === '3.0.0' ? 9 : 12);
      expect(new Set(lines.map((line) => line['trace_id'])).size).toBe(1);
      for (const line of lines)
        expect(line).toMatchObject({ trace_id: expect.stringMatching(/^[0-9a-f]{32}$/), correlation_id: 'order-7000' });
      expect(JSON.stringify(lines)).not.toContain('hunter2');
    });

    test('PLINTH_ADOPT=-winston: as without the SDK', () => {
      const without = run([]);
      expect(JSON.stringify(without)).toContain('hunter2');
      expect(run(sdk, { PLINTH_ADOPT: '-winston' })).toEqual(without);
      expect(run(sdk, { PLINTH_ADOPT: 'none' })).toEqual(without);
    });
  });
});
