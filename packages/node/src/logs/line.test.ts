import { logFields } from '@plinth/catalog';
import { describe, expect, it } from 'vitest';
import { createTestLogger } from './testdata/test-logger.ts';

const resource = {
  'service.name': 'payments',
  'service.version': '1.2.3',
  'service.instance.id': 'i-1',
  'deployment.environment.name': 'test',
};
const ids = ',"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","trace_flags":"01","correlation_id":"c-12345678"';
const contextFragment = (): string => `${ids},"baggage":{"tenant":"acme"}`;

describe('a line', () => {
  it('has the fields of the catalog, in its order', () => {
    const { logger, lines } = createTestLogger({ resource, contextFragment });
    logger.child({ logger: 'cards' }).writeEvent('info', 'card.charged', 'Card charged', { amount: 5, err: new Error('late') }, {});
    const keys = Object.keys(JSON.parse(lines[0]?.text ?? '') as object);
    expect(keys).toEqual([...Object.values(logFields).filter((key) => key !== 'error'), 'amount', 'error']);
  });

  it('is this text', () => {
    const { logger, lines } = createTestLogger({ resource, contextFragment });
    logger.warn('slow', { ms: 12.5 });
    expect(lines[0]?.text).toBe(
      '{"timestamp":"2026-01-02T12:00:00.007Z","level":"warn","severity_number":13,"message":"slow","service.name":"payments",' +
        `"service.version":"1.2.3","service.instance.id":"i-1","deployment.environment.name":"test"${ids},"baggage":{"tenant":"acme"},"ms":12.5}\n`,
    );
  });

  it.each([
    ['error', 17, true],
    ['warn', 13, false],
    ['info', 9, false],
    ['http', 7, false],
    ['verbose', 6, false],
    ['debug', 5, false],
    ['silly', 1, false],
  ])('%s has severity %i; only an error is urgent', (level, number, urgent) => {
    const { logger, lines, last } = createTestLogger({ level: 'silly' });
    logger.log(level, 'x');
    expect(last()).toMatchObject({ level, severity_number: number });
    expect(lines[0]?.urgent).toBe(urgent);
  });

  it('gives the time of each record', () => {
    let now = Date.UTC(2026, 11, 31, 23, 59, 59, 999);
    const { logger, records } = createTestLogger({ now: () => now });
    logger.info('a');
    now += 1;
    logger.info('b');
    now += 42;
    logger.info('c');
    logger.info('d');
    now -= 3000;
    logger.info('e');
    expect(records().map((record) => record['timestamp'])).toEqual([
      '2026-12-31T23:59:59.999Z',
      '2027-01-01T00:00:00.000Z',
      '2027-01-01T00:00:00.042Z',
      '2027-01-01T00:00:00.042Z',
      '2026-12-31T23:59:57.042Z',
    ]);
  });

  it('reads the context when the record is written', () => {
    let fragment = '';
    const { logger, records } = createTestLogger({ contextFragment: () => fragment });
    const child = logger.child({ a: 1 });
    fragment = ',"trace_id":"t1"';
    child.info('x');
    fragment = ',"trace_id":"t2"';
    child.info('x');
    expect(records().map((record) => record['trace_id'])).toEqual(['t1', 't2']);
  });

  it('is written even when the context cannot be read', () => {
    const { logger, last, faults } = createTestLogger({
      contextFragment: () => {
        throw new Error('no context');
      },
    });
    logger.info('x');
    logger.info('x');
    expect(last()).toMatchObject({ level: 'info', message: '[Unserializable: the record could not be built]' });
    expect(faults).toMatchObject([{ kind: 'line' }]);
  });
});

describe('names of the line', () => {
  it('cannot be set by metadata, bindings, records or events', () => {
    const forged = Object.fromEntries(Object.values(logFields).map((name) => [name, 'forged']));
    const { logger, lines, records } = createTestLogger({ resource, contextFragment });
    logger.info('real', forged);
    logger.info('real', {}, forged);
    logger.info({ ...forged, message: 'real' });
    logger.log({ ...forged, level: 'info', message: 'real' });
    logger.child({ ...forged, logger: 5 }).info('real');
    logger.writeEvent('info', 'real.event', 'real', forged, {});
    logger.info('real %s', 'x', forged);
    for (const record of records()) {
      expect(record).toMatchObject({ level: 'info', 'service.name': 'payments', trace_id: '0af7651916cd43dd8448eb211c80319c' });
      expect(record['message']).toMatch(/^real/);
      expect(record).toMatchObject({ _trace_id: 'forged', '_service.name': 'forged', _error: 'forged' });
    }
    // JSON.parse hides duplicates: the text has each name once.
    for (const { text } of lines) expect(text.match(/"trace_id":/g)).toHaveLength(1);
    expect(records().map((record) => record['event'] === 'real.event')).toEqual([false, false, false, false, false, true, false]);
  });

  it('stay apart from names that look like the replaced ones', () => {
    const { logger, last, lines } = createTestLogger();
    logger.info('x', { level: 1, _level: 2, __level: 3 });
    expect(last()).toMatchObject({ level: 'info', _level: 1, __level: 2, ___level: 3 });
    expect(lines[0]?.text.match(/"_level":/g)).toHaveLength(1);
  });

  it('are free below the top', () => {
    const { logger, last } = createTestLogger();
    logger.info('x', { order: { level: 1, message: 'inner' } });
    expect(last()).toMatchObject({ order: { level: 1, message: 'inner' } });
  });

  it('a child says its name with `logger`', () => {
    const { logger, records } = createTestLogger();
    const child = logger.child({ logger: 'cards' });
    child.info('x');
    child.child({ a: 1 }).info('x');
    child.child({ logger: 'refunds' }).info('x');
    child.info('x', { logger: 'forged' });
    expect(records().map((record) => [record['logger'], record['_logger']])).toEqual([
      ['cards', undefined],
      ['cards', undefined],
      ['refunds', undefined],
      ['cards', 'forged'],
    ]);
  });
});

describe('bindings', () => {
  it('appear once when the call has the same key', () => {
    const { logger, lines, last } = createTestLogger();
    logger.child({ tenant: 1, region: 'eu' }).info('x', { tenant: 2 });
    expect(lines[0]?.text.match(/"tenant":/g)).toHaveLength(1);
    expect(last()).toMatchObject({ tenant: 2, region: 'eu' });
  });

  it('appear once when a record or an event has the same key', () => {
    const { logger, lines } = createTestLogger();
    const child = logger.child({ tenant: 1 });
    child.log({ level: 'info', message: 'x', tenant: 2 });
    child.writeEvent('info', 'some.event', 'x', { tenant: 2 }, { tenant: 'public' });
    for (const { text } of lines) expect(text.match(/"tenant":2/g)).toHaveLength(1);
    for (const { text } of lines) expect(text).not.toContain('"tenant":1');
  });
});

describe('errors', () => {
  const error = Object.assign(new RangeError('too much', { cause: new Error('quota') }), { code: 'E_QUOTA', type: 'own' });
  const shown = {
    error: { type: 'RangeError', message: 'too much', code: 'E_QUOTA', _type: 'own', cause: { type: 'Error', message: 'quota' } },
  };

  it.each<[string, (logger: ReturnType<typeof createTestLogger>['logger']) => void]>([
    ['as metadata', (logger) => logger.error('failed', error)],
    ['under err', (logger) => logger.error('failed', { err: error, a: 1 })],
    ['under error', (logger) => logger.error('failed', { error, a: 1 })],
    ['after metadata', (logger) => logger.error('failed', { a: 1 }, error)],
    ['for %s', (logger) => logger.error('failed: %s', error, { a: 1 })],
    ['in a record', (logger) => logger.log({ level: 'error', message: 'failed', error })],
    ['in log', (logger) => logger.log('error', 'failed', error)],
  ])('%s', (_name, use) => {
    const { logger, last } = createTestLogger();
    use(logger);
    expect(last()).toMatchObject(shown);
    expect(last()).not.toHaveProperty('err');
    expect(last()['message']).toMatch(/^failed/);
    expect((last()['error'] as { stack: string }).stack).toMatch(/^RangeError: too much\n {4}at /);
  });

  it.each<[string, (logger: ReturnType<typeof createTestLogger>['logger']) => void]>([
    ['as message', (logger) => logger.error(error)],
    ['as message with metadata', (logger) => logger.error(error as never, { a: 1 })],
    ['as message of log', (logger) => logger.log('error', error)],
    ['as message of a record', (logger) => logger.log({ level: 'error', message: error as never })],
  ])('%s: its message is the message', (_name, use) => {
    const { logger, last } = createTestLogger();
    use(logger);
    expect(last()).toMatchObject({ message: 'too much', ...shown });
  });

  it('shows the class of an error that has no name of its own', () => {
    class CardDeclined extends Error {}
    const { logger, last } = createTestLogger();
    logger.error('x', new CardDeclined('no'));
    expect(last()).toMatchObject({ error: { type: 'CardDeclined', message: 'no' } });
  });

  it('comes last, whole, after more metadata than the line can hold', () => {
    const { logger, lines, last } = createTestLogger();
    logger.error('x', { ...Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`k${index}`, 'x'.repeat(2000)])), err: error });
    expect(lines[0]?.text.length).toBeLessThanOrEqual(65_536);
    // The key is over the line's budget there; before that it is found.
    logger.error('x', { err: error, ...Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`k${index}`, 'x'.repeat(2000)])) });
    expect(lines[1]?.text.length).toBeLessThanOrEqual(65_536);
    expect(last()).toMatchObject(shown);
  });
});
