// The same calls on plain winston and on this logger: where they must agree, and the few places where they must not.
import { describe, expect, it } from 'vitest';
import winston from 'winston';
import { KeepingTransport } from './testdata/keeping-transport.ts';
import { createTestLogger } from './testdata/test-logger.ts';

interface Pair {
  readonly name: string;
  readonly logger: winston.Logger;
  /** level, message and metadata of each record, without what only one of the two adds. */
  readonly seen: () => Record<string, unknown>[];
}

const added = new Set(['timestamp', 'severity_number', 'service.name']);

function strip(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !added.has(key)));
}

function createPlain(): Pair {
  const sink = new KeepingTransport();
  const format = winston.format.combine(winston.format.splat(), winston.format.json());
  const logger = winston.createLogger({ level: 'info', format, transports: [sink as never] });
  return { name: 'winston', logger, seen: () => sink.texts().map((text) => strip(JSON.parse(text) as Record<string, unknown>)) };
}

function createOurs(): Pair {
  const { logger, records } = createTestLogger();
  return { name: 'plinth', logger, seen: () => records().map(strip) };
}

function run(use: (logger: winston.Logger) => void): Record<string, unknown>[][] {
  return [createPlain(), createOurs()].map(({ logger, seen }) => {
    use(logger);
    return seen();
  });
}

const calls: readonly (readonly [name: string, use: (logger: winston.Logger) => void])[] = [
  ['a level method', (logger) => logger.info('hello')],
  ['every level', (logger) => ['error', 'warn', 'info', 'http', 'debug'].forEach((level) => logger.log(level, level))],
  ['metadata', (logger) => logger.info('hello', { a: 1, b: { c: [1, null, 'x'] } })],
  ['log(level, message)', (logger) => logger.log('warn', 'hello')],
  ['log(level, message, meta)', (logger) => logger.log('warn', 'hello', { a: 1 })],
  ['log(info)', (logger) => logger.log({ level: 'warn', message: 'hello', a: 1 })],
  ['log(info) below the level', (logger) => logger.log({ level: 'debug', message: 'hello' })],
  ['level(info)', (logger) => logger.info({ message: 'hello', a: 1 })],
  ['an object without message', (logger) => logger.info({ a: 1 })],
  ['no argument', (logger) => (logger.info as unknown as () => void)()],
  ['null', (logger) => logger.info(null)],
  ['a number', (logger) => logger.info(5)],
  ['undefined metadata', (logger) => logger.info('hello', undefined)],
  ['%s and %d', (logger) => logger.info('%s has %d items', 'cart', 3)],
  ['%j', (logger) => logger.info('got %j', { a: 1 })],
  ['%%', (logger) => logger.info('%d%% of %s', 5, 'all')],
  ['%s with metadata', (logger) => logger.info('user %s', 'bob', { a: 1 })],
  ['%s in log(level, …)', (logger) => logger.log('info', 'user %s', 'bob', { a: 1 })],
  ['%s without arguments', (logger) => logger.info('100%s')],
  ['two objects', (logger) => logger.info('%s', 'x', { a: 1, b: 1 }, { b: 2 })],
  ['a child', (logger) => logger.child({ a: 1 }).info('hello', { b: 2 })],
  ['a call over a child', (logger) => logger.child({ a: 1, b: 1 }).info('hello', { b: 2 })],
  ['a grandchild over a child', (logger) => logger.child({ a: 1, b: 1 }).child({ b: 2 }).info('hello')],
  ['a child without its own level', (logger) => logger.child({ a: 1 }).debug('hello')],
  ['a child with log(info)', (logger) => logger.child({ a: 1 }).log({ level: 'info', message: 'hello' })],
  ['a changed level', (logger) => { logger.level = 'debug'; logger.debug('hello'); logger.level = 'error'; logger.info('no'); }],
  ['a changed level and a child', (logger) => { const child = logger.child({}); logger.level = 'debug'; child.debug('hello'); }],
  ['defaultMeta', (logger) => { logger.defaultMeta = { a: 1 }; logger.info('hello'); logger.info('hello', { b: 1 }); }],
  ['silent', (logger) => { logger.silent = true; logger.info('no'); logger.silent = false; logger.info('yes'); }],
  ['write', (logger) => void logger.write({ level: 'info', message: 'hello', a: 1 })],
  ['cleared', (logger) => { logger.info('yes'); logger.remove(logger.transports[0] as winston.transport); }],
]; // prettier-ignore

describe('like winston', () => {
  it.each(calls)('%s', (_name, use) => {
    const [plain, ours] = run(use);
    expect(ours).toEqual(plain);
  });

  it('returns the logger from every call', () => {
    for (const { logger } of [createPlain(), createOurs()]) {
      expect(logger.info('a')).toBe(logger);
      expect(logger.info('a', { b: 1 })).toBe(logger);
      expect(logger.debug('off')).toBe(logger);
      expect(logger.log('info', 'a')).toBe(logger);
      expect(logger.log({ level: 'info', message: 'a' })).toBe(logger);
      expect(logger.add(new winston.transports.Console({ silent: true }))).toBe(logger);
      expect(logger.clear()).toBe(logger);
    }
  });

  it('is a winston logger, and so is a child', () => {
    const { logger } = createTestLogger();
    expect(logger).toBeInstanceOf(winston.Logger);
    expect(logger.child({})).toBeInstanceOf(winston.Logger);
    expect(logger.transports).toHaveLength(1);
  });

  it.each(['error', 'info', 'debug'])('answers is…Enabled at level %s', (level) => {
    const answers = [createPlain(), createOurs()].map(({ logger }) => {
      logger.level = level;
      const own = [logger.isErrorEnabled(), logger.isInfoEnabled(), logger.isDebugEnabled(), logger.isSillyEnabled()];
      const asked = ['error', 'info', 'silly', 'nonsense'].map((name) => logger.isLevelEnabled(name));
      logger.add(new winston.transports.Console({ level: 'silly', silent: true }));
      return [own, asked, logger.isLevelEnabled('silly'), logger.child({}).isLevelEnabled('silly')];
    });
    expect(answers[1]).toEqual(answers[0]);
  });

  it('works when a level method is taken off', () => {
    const { logger, last } = createTestLogger();
    const { info } = logger;
    info('hello');
    expect(last()).toMatchObject({ message: 'hello' });
  });

  it('profiles and times', () => {
    const [plain, ours] = run((logger) => {
      logger.profile('job');
      logger.profile('job', { message: 'done', level: 'warn' } as never);
      logger.startTimer().done({ message: 'timed' });
      logger.child({ a: 1 }).startTimer().done({ message: 'timed' });
    }).map((records) => records.map((record) => ({ ...record, durationMs: typeof record['durationMs'] })));
    expect(ours).toEqual(plain);
  });

  it('calls back what is given to write', async () => {
    const { logger } = createTestLogger();
    const write = (...rest: ['utf8'] | []): Promise<string> =>
      new Promise((resolve) => logger.write({ level: 'info', message: 'x' }, ...(rest as ['utf8']), () => resolve('called')));
    await expect(write()).resolves.toBe('called');
    await expect(write('utf8')).resolves.toBe('called');
  });

  it('has the levels it is given', () => {
    const { logger, records, lines } = createTestLogger({ levels: winston.config.syslog.levels, level: 'notice' });
    logger.emerg('a');
    logger.warning('b');
    logger.notice('c');
    logger.log('info', 'no');
    expect(records().map((record) => [record['level'], record['severity_number']])).toEqual([
      ['emerg', 23],
      ['warning', 13],
      ['notice', 10],
    ]);
    expect(lines.map(({ urgent }) => urgent)).toEqual([true, false, false]);
  });
});

describe('unlike winston', () => {
  it('keeps the message when metadata has one', () => {
    const [plain, ours] = run((logger) => logger.info('hello', { message: 'world', level: 'error' }));
    expect(plain).toMatchObject([{ message: 'world', level: 'error' }]);
    expect(ours).toEqual([{ message: 'hello', level: 'info', _message: 'world', _level: 'error' }]);
  });

  it('keeps the message when metadata is an error, and the error whole', () => {
    const error = new TypeError('no route', { cause: new Error('timeout') });
    const [plain, ours] = run((logger) => logger.error('failed', error));
    expect(plain?.[0]?.['cause']).toEqual({});
    expect(ours).toMatchObject([{ message: 'failed', error: { type: 'TypeError', message: 'no route', cause: { message: 'timeout' } } }]);
  });

  it('keeps arguments that are no fields', () => {
    const [, ours] = run((logger) => logger.info('order', 42, 'paid', true));
    expect(ours).toEqual([{ message: 'order', level: 'info', args: [42, 'paid', true] }]);
  });

  it('lets the call win over defaultMeta', () => {
    const [, ours] = run((logger) => {
      logger.defaultMeta = { a: 'default', b: 'default', c: 'default' };
      logger.child({ b: 'child', c: 'child' }).log({ level: 'info', message: 'x', c: 'call' });
    });
    expect(ours).toEqual([{ message: 'x', level: 'info', a: 'default', b: 'child', c: 'call' }]);
  });

  it('gives a child its own level', () => {
    const [plain, ours] = run((logger) => {
      const child = logger.child({ a: 1 });
      child.level = 'debug';
      child.debug('more');
      child.child({}).debug('inherited');
      logger.debug('not the parent');
      child.level = 'error';
      child.info('less');
    });
    expect(plain).toEqual([{ message: 'less', level: 'info', a: 1 }]);
    expect(ours?.map((record) => record['message'])).toEqual(['more', 'inherited']);
  });

  it('says nothing on the console about a level that it does not know', () => {
    const { logger, lines, faults } = createTestLogger();
    logger.log('nonsense', 'x');
    logger.log('constructor', 'x');
    logger.log({ message: 'x' } as never);
    expect(lines).toEqual([]);
    expect(faults).toMatchObject([{ kind: 'level' }]);
  });

  it('keeps its destination when it is configured without transports', () => {
    const { logger, last, lines } = createTestLogger();
    logger.configure({ level: 'debug' });
    logger.debug('still here');
    expect(last()).toMatchObject({ message: 'still here' });
    logger.configure({ transports: [] });
    logger.info('gone');
    expect(lines).toHaveLength(1);
  });
});
