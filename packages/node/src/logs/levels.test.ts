import { describe, expect, test } from 'vitest';
import { LiveSet } from './levels.ts';
import { createTestLogger } from './testdata/test-logger.ts';

describe('a level set from outside', () => {
  test('counts for the logger and its children, those made before and later, and is gone afterwards', () => {
    const { logger, lines } = createTestLogger();
    const before = logger.child({ request: 1 });
    logger.overrideLevel('debug');
    for (const each of [logger, before, logger.child({ logger: 'cards' }), before.child({ a: 1 })]) each.debug('seen');
    expect(lines).toHaveLength(4);
    expect([logger.level, logger.isDebugEnabled(), logger.isLevelEnabled('debug')]).toEqual(['debug', true, true]);
    logger.overrideLevel(undefined);
    for (const each of [logger, before, logger.child({ logger: 'cards' })]) each.debug('unseen');
    expect(lines).toHaveLength(4);
    expect([logger.level, logger.isDebugEnabled()]).toEqual(['info', false]);
  });

  test('for one name counts there only, beats the one for all, and ends for children of another name', () => {
    const { logger, records } = createTestLogger();
    const cards = logger.child({ logger: 'cards' });
    const request = cards.child({ request: 1 });
    const tokens = cards.child({ logger: 'tokens' });
    logger.overrideLevel('debug', 'cards');
    logger.debug('root');
    cards.debug('cards');
    request.debug('request');
    tokens.debug('tokens');
    logger.child({ logger: 'cards' }).debug('late');
    expect(records().map(({ message }) => message)).toEqual(['cards', 'request', 'late']);
    logger.overrideLevel('error');
    cards.debug('still');
    tokens.info('quiet');
    expect(records().map(({ message }) => message)).toEqual(['cards', 'request', 'late', 'still']);
    logger.overrideLevel(undefined, 'cards');
    cards.info('quiet now');
    logger.overrideLevel(undefined);
    cards.info('as before');
    expect(records().map(({ message }) => message)).toEqual(['cards', 'request', 'late', 'still', 'as before']);
    expect(logger.names()).toEqual(['cards', 'tokens']);
    expect([logger.levelOf('cards'), logger.levelOf('nobody')]).toEqual(['info', 'info']);
  });

  test('beats a level that the service gave a child, and a level given meanwhile counts once it is gone', () => {
    const { logger, records } = createTestLogger();
    const loud = logger.child({ logger: 'loud' });
    loud.level = 'silly';
    const named = logger.child({ logger: 'named' });
    logger.overrideLevel('warn');
    loud.info('unseen');
    logger.level = 'debug';
    loud.level = 'error';
    logger.info('unseen');
    named.info('unseen');
    expect(records()).toEqual([]);
    logger.overrideLevel(undefined);
    logger.debug('root');
    named.debug('named');
    loud.warn('unseen');
    expect(records().map(({ message }) => message)).toEqual(['root', 'named']);
    logger.level = 'info';
    named.debug('follows its parent again');
    expect(records()).toHaveLength(2);
  });

  test('what must always be written is, at any level, also to observers', () => {
    const observed: unknown[] = [];
    const { logger, last } = createTestLogger({ level: 'error', observer: (record) => void observed.push(record) });
    logger.writeAlways('warn', 'plinth.control.changed', 'changed', { from: 'error', password: 'hunter2' });
    expect(last()).toMatchObject({ level: 'warn', event: 'plinth.control.changed', from: 'error', password: '[REDACTED]' });
    expect(observed).toHaveLength(1);
    logger.warn('unseen');
    expect(observed).toHaveLength(1);
  });
});

test('loggers in use are found, however many were made', async () => {
  const set = new LiveSet<object>();
  const kept = {};
  set.add(kept);
  for (let index = 0; index < 10_000; index++) {
    set.add({ index, text: 'x'.repeat(100) });
    if (index % 1000 === 0) await new Promise(setImmediate);
  }
  expect(set.items()).toContain(kept);
});
