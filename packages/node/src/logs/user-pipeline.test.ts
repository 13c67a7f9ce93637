import { describe, expect, it, vi } from 'vitest';
import winston from 'winston';
import type { Info } from './winston-info.ts';
import { Transport } from './winston-transport.ts';
import { KeepingTransport } from './testdata/keeping-transport.ts';
import { createTestLogger, type TestLogger } from './testdata/test-logger.ts';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function add<T extends Transport>(logger: TestLogger['logger'], transport: T): T {
  logger.add(transport as never);
  return transport;
}

describe('a transport of the service', () => {
  it('sees the redacted line as data and as text, beside the destination', () => {
    const { logger, lines } = createTestLogger();
    const transport = add(logger, new KeepingTransport());
    logger.info('hello', { password: 'hunter2', a: [1] });
    logger.child({ tenant: 1 }).warn('bye');
    expect(transport.infos).toMatchObject([
      { level: 'info', message: 'hello', password: '[REDACTED]', a: [1], severity_number: 9, 'service.name': 'payments' },
      { level: 'warn', message: 'bye', tenant: 1 },
    ]);
    expect(transport.infos[0]?.[Symbol.for('level')]).toBe('info');
    expect(transport.texts()).toEqual(lines.map(({ text }) => text.slice(0, -1)));
  });

  it('has its own level', () => {
    const { logger, lines } = createTestLogger();
    const verbose = add(logger, new KeepingTransport({ level: 'debug' }));
    const quiet = add(logger, new KeepingTransport({ level: 'error' }));
    logger.debug('a');
    logger.info('b');
    expect(lines).toHaveLength(1);
    expect(verbose.infos.map((info) => info.message)).toEqual(['a', 'b']);
    expect(quiet.infos).toEqual([]);
    verbose.level = 'error';
    logger.debug('c');
    expect(verbose.infos).toHaveLength(2);
  });

  it('follows the level of the logger, and of the child that writes', () => {
    const { logger } = createTestLogger();
    const transport = add(logger, new KeepingTransport());
    const child = logger.child({});
    child.level = 'debug';
    child.debug('a');
    logger.debug('b');
    expect(logger.level).toBe('info');
    logger.level = 'debug';
    logger.debug('c');
    expect(transport.infos.map((info) => info.message)).toEqual(['a', 'c']);
  });

  it('has its own format', () => {
    const { logger, lines } = createTestLogger();
    const transport = add(logger, new KeepingTransport({ format: winston.format.printf((info) => `<${String(info.message)}>`) }));
    logger.info('hello');
    expect(transport.texts()).toEqual(['<hello>']);
    expect(lines[0]?.text).toMatch(/^\{"timestamp"/);
  });

  it('comes and goes', () => {
    const { logger, lines } = createTestLogger();
    const [builtIn] = logger.transports;
    const transport = add(logger, new KeepingTransport());
    logger.remove(transport as never);
    logger.info('a');
    expect(transport.infos).toEqual([]);
    expect(lines).toHaveLength(1);
    logger.clear();
    logger.info('b');
    expect(lines).toHaveLength(1);
    add(logger, transport);
    logger.info('c');
    expect(lines).toHaveLength(1);
    expect(transport.infos.map((info) => info.message)).toEqual(['c']);
    logger.add(builtIn as never);
    logger.info('d');
    expect(lines).toHaveLength(2);
  });

  it('can be the built-in one, with its own level and silence', () => {
    const { logger, lines } = createTestLogger();
    const builtIn = logger.transports[0] as unknown as Transport;
    builtIn.level = 'error';
    logger.info('a');
    expect(lines).toHaveLength(0);
    builtIn.level = 'debug';
    logger.debug('b');
    expect(lines).toHaveLength(1);
    builtIn.level = undefined;
    builtIn.silent = true;
    logger.error('c');
    expect(lines).toHaveLength(1);
    builtIn.silent = false;
    logger.error('d');
    expect(lines).toHaveLength(2);
  });

  it('can be the built-in one in another logger', () => {
    const { logger, lines } = createTestLogger();
    const other = winston.createLogger({ transports: [logger.transports[0] as never] });
    other.info('from afar');
    expect(lines[0]?.text).toBe('{"level":"info","message":"from afar"}\n');
  });

  it('is awaited by end()', async () => {
    const { logger } = createTestLogger();
    const finished = new Promise((resolve) => logger.on('finish', () => resolve('finished')));
    logger.info('a');
    logger.end();
    await expect(finished).resolves.toBe('finished');
  });
});

class Throwing extends Transport {
  count = 0;
  log(): void {
    this.count++;
    throw new Error('transport broke');
  }
}

describe('a transport that fails', () => {
  it.each<[string, () => Transport & { count?: number }]>([
    ['throws', () => new Throwing()],
    ['rejects', () => Object.assign(new KeepingTransport(), { log: () => Promise.reject(new Error('transport broke')) })],
    ['calls back with an error', () => Object.assign(new KeepingTransport(), { log: (_info: Info, next: (error: Error) => void) => next(new Error('transport broke')) })],
    ['emits an error', () => Object.assign(new KeepingTransport(), { log(this: Transport, _info: Info, next: () => void) { this.emit('error', new Error('transport broke')); next(); } })],
    ['emits an error later', () => Object.assign(new KeepingTransport(), { log(this: Transport, _info: Info, next: () => void) { setImmediate(() => this.emit('error', new Error('transport broke'))); next(); } })],
    ['has a format that throws', () => new KeepingTransport({ format: winston.format(() => { throw new Error('transport broke'); })() })],
  ])('%s: neither the caller nor the others notice', async (_name, build) => {
    const { logger, lines, faults } = createTestLogger();
    const failing = add(logger, build());
    const healthy = add(logger, new KeepingTransport());
    for (let round = 0; round < 40; round++) {
      expect(logger.info(`record ${round}`)).toBe(logger);
      if (round % 10 === 0) await nextTurn();
    }
    await nextTurn();
    expect(lines).toHaveLength(40);
    expect(healthy.infos).toHaveLength(40);
    expect(failing.writableLength).toBe(0);
    expect(faults).toMatchObject([{ kind: 'transport', error: { message: 'transport broke' } }]);
  }); // prettier-ignore

  it('that takes many records at once is isolated too', async () => {
    const { logger, lines, faults } = createTestLogger();
    const logged: number[] = [];
    let release = (): void => {};
    const transport = Object.assign(new KeepingTransport(), {
      log: (_info: Info, next: () => void) => (release = next),
      logv: (infos: unknown[]) => {
        logged.push(infos.length);
        throw new Error('transport broke');
      },
    });
    add(logger, transport);
    for (let round = 0; round < 5; round++) logger.info('x');
    release();
    await nextTurn();
    expect(logged).toEqual([4]);
    expect(lines).toHaveLength(5);
    expect(transport.writableLength).toBe(0);
    expect(faults).toMatchObject([{ kind: 'transport' }]);
  });

  it('is tried again: it may have recovered', () => {
    const { logger } = createTestLogger();
    const failing = add(logger, new Throwing());
    logger.info('a');
    logger.info('b');
    expect(failing.count).toBe(2);
  });

  it('never calls back: what waits for it is bounded, and the others go on', () => {
    const { logger, lines, faults } = createTestLogger();
    const stuck = add(logger, Object.assign(new KeepingTransport(), { log: () => {} }));
    const healthy = add(logger, new KeepingTransport());
    for (let round = 0; round < 10_100; round++) logger.info('x');
    expect(lines).toHaveLength(10_100);
    expect(healthy.infos).toHaveLength(10_100);
    expect(stuck.writableLength).toBeLessThanOrEqual(10_000);
    expect(faults).toMatchObject([{ kind: 'transport' }]);
  });
});

describe('a format of the service', () => {
  it('is what the destination writes', () => {
    const { logger, lines } = createTestLogger();
    logger.format = winston.format.printf((info) => `${info.level}: ${String(info.message)} ${String(info['password'])}`);
    logger.info('hello', { password: 'hunter2' });
    expect(lines.map(({ text }) => text)).toEqual(['info: hello [REDACTED]\n']);
  });

  it('can be set with configure', () => {
    const { logger, lines } = createTestLogger();
    logger.configure({ format: winston.format.combine(winston.format.colorize(), winston.format.simple()), level: 'debug' });
    logger.debug('hello');
    expect(lines[0]?.text).toContain('hello');
    expect(lines[0]?.text).not.toMatch(/^\{/);
  });

  it('can leave records out', () => {
    const { logger, lines } = createTestLogger();
    const transport = add(logger, new KeepingTransport());
    logger.format = winston.format((info) => (info['skip'] === true ? false : info))();
    logger.info('a', { skip: true });
    logger.info('b');
    expect(lines).toHaveLength(1);
    expect(transport.infos).toHaveLength(1);
  });

  it('that throws loses nothing', () => {
    const { logger, records, faults } = createTestLogger();
    const transport = add(logger, new KeepingTransport());
    logger.format = winston.format((info) => {
      delete info['a'];
      throw new Error('format broke');
    })();
    logger.info('hello', { a: 1 });
    logger.info('again', { a: 1 });
    expect(records()).toMatchObject([
      { message: 'hello', a: 1 },
      { message: 'again', a: 1 },
    ]);
    expect(transport.infos).toMatchObject([
      { message: 'hello', a: 1 },
      { message: 'again', a: 1 },
    ]);
    expect(faults).toMatchObject([{ kind: 'format', error: { message: 'format broke' } }]);
  });
});

describe('an observer', () => {
  it('sees each line that the level lets through, as data', () => {
    const observer = vi.fn();
    const { logger, records } = createTestLogger({ observer });
    add(logger, new KeepingTransport({ level: 'debug' }));
    logger.info('a', { password: 'hunter2', n: { m: 1 } });
    logger.debug('b');
    logger.child({ c: 1 }).writeEvent('warn', 'some.event', 'c', {}, {});
    expect(observer.mock.calls.map(([record]) => record as unknown)).toEqual(records());
    expect(observer).toHaveBeenCalledTimes(2);
  });

  it('sees them also without a destination', () => {
    const observer = vi.fn();
    const { logger } = createTestLogger({ observer });
    logger.clear();
    logger.info('a');
    expect(observer).toHaveBeenCalledTimes(1);
  });

  it('that throws is reported once', () => {
    const { logger, lines, faults } = createTestLogger({ observer: () => { throw new Error('observer broke'); } }); // prettier-ignore
    logger.info('a');
    logger.info('b');
    expect(lines).toHaveLength(2);
    expect(faults).toMatchObject([{ kind: 'observer' }]);
  });
});

describe('logging while logging', () => {
  it('writes what a getter logs, and the record', () => {
    const { logger, records } = createTestLogger();
    logger.info('outer', { a: 1, get b() { logger.info('inner', { x: { y: 1 } }); return { c: [2] }; }, d: 'x'.repeat(50) }); // prettier-ignore
    expect(records()).toMatchObject([
      { message: 'inner', x: { y: 1 } },
      { message: 'outer', a: 1, b: { c: [2] }, d: 'x'.repeat(50) },
    ]);
  });

  it('ends when it would not', () => {
    const { logger, lines, records } = createTestLogger();
    const endless = { toJSON: (): object => (logger.info('again', { endless }), {}) };
    logger.info('outer', { endless });
    expect(lines.length).toBeLessThan(20);
    expect(records().at(-1)).toMatchObject({ message: 'outer' });
    logger.info('after');
    expect(records().at(-1)).toMatchObject({ message: 'after' });
  });

  it('ends when an observer logs', () => {
    const { logger, lines } = createTestLogger({ observer: () => void logger.info('seen') });
    logger.info('outer');
    expect(lines.length).toBeLessThan(20);
  });

  it('ends when onError logs', () => {
    const { logger, lines } = createTestLogger({ onError: () => void logger.log('nonsense', 'x') });
    logger.log('nonsense', 'x');
    logger.info('after');
    expect(lines).toHaveLength(1);
  });
});
