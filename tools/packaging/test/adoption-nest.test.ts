// Nest's own logger in its three last majors, with the SDK as npm would publish it.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { addPackedSdk, installProject } from './installed-project.ts';

// No word of the SDK. Outside of a request each logger writes without a secret, and inside of one with many.
const service = `
  const { createServer, get } = require('node:http');
  const { ConsoleLogger, Logger } = require('@nestjs/common');
  class Own extends ConsoleLogger {
    log(message, ...rest) { super.log('own: ' + message, ...rest); }
  }
  const loggers = { plain: new ConsoleLogger('Plain'), own: new Own('Own'), static: new Logger('Static'), json: new ConsoleLogger('Json', { json: true }) };
  for (const logger of Object.values(loggers)) {
    logger.log('plain text');
    logger.warn({ order: 7, list: [1, { a: null }] });
  }
  class Vault { constructor() { this.secret = 'hunter2-hunter2'; } toJSON() { return { password: 'hunter2-hunter2' }; } }
  const server = createServer((request, response) => {
    for (const logger of Object.values(loggers)) {
      logger.log('password=hunter2-hunter2');
      logger.warn({ password: 'hunter2-hunter2', nested: { authorization: 'hunter2-hunter2' } });
      logger.error('token=hunter2-hunter2', new Error('secret=hunter2-hunter2').stack);
      logger.error(Object.assign(new Error('token=hunter2-hunter2'), { password: 'hunter2-hunter2' }));
      logger.warn(new Vault());
      logger.debug(() => 'cookie: hunter2-hunter2=1');
    }
    response.end();
  }).listen(0, '127.0.0.1', () => {
    get({ port: server.address().port, host: '127.0.0.1', headers: { 'x-correlation-id': 'order-7000' }, agent: false }, (response) => {
      response.resume().on('end', () => server.close());
    });
  });`;

const sdk = ['--import', '@plinth/node/register'];

describe.each(['10.4.22', '11.1.9', '12.5.1'])('Nest %s', (version) => {
  const folder = installProject(`nest-${version}`, { '@nestjs/common': version, 'reflect-metadata': '0.2.2', rxjs: '7.8.2' });
  /** Standard output and standard error. What differs from run to run is taken out. */
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): string[] =>
    execFileSync('sh', ['-c', '"$0" "$@" 2>&1', process.execPath, ...args, 'service.cjs'], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], NO_COLOR: '1', PLINTH_ADMIN_PORT: '0', OTEL_TRACES_EXPORTER: 'none', ...env },
    })
      .replaceAll(/\d\d\/\d\d\/\d{4}, [\d:]+ [AP]M|"timestamp":\d+|"pid":\d+|(?<=\[Nest\] )\d+|\+\d+ms/g, '_')
      .split('\n')
      .filter((line) => line !== '' && !line.includes('"plinth started"'));

  describe.skipIf(folder === undefined)('with the SDK', () => {
    beforeAll(() => {
      addPackedSdk(folder!);
      writeFileSync(join(folder!, 'service.cjs'), service);
    });

    test('outside of a request nothing changes, inside of one each line has ids and no secret', () => {
      const without = run([]);
      const lines = run(sdk);
      const first = without.findIndex((line) => line.includes('hunter2'));
      expect(lines.slice(0, first)).toEqual(without.slice(0, first));
      expect(lines.join('\n')).not.toContain('hunter2');
      const ofRequest = lines.filter(
        (line) => /password=|cookie:|token=\[REDACTED\] /.test(line) && (line.startsWith('[Nest]') || line.startsWith('{')),
      );
      expect(ofRequest.length).toBeGreaterThanOrEqual(8);
      for (const line of ofRequest) expect(line).toMatch(/trace_id"?[=:]"?[0-9a-f]{32}.*correlation_id"?[=:]"?order-7000/);
    });

    test('PLINTH_ADOPT=-nest: as without the SDK', () => {
      expect(run(sdk, { PLINTH_ADOPT: '-nest' })).toEqual(run([]));
    });
  });
});
