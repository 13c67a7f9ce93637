import { describe, expect, it } from 'vitest';
import { defaultCaps } from './caps.ts';
import { badInputs } from './testdata/bad-inputs.ts';
import { createTestLogger } from './testdata/test-logger.ts';

function isOneLine(text: string): boolean {
  return text.endsWith('\n') && text.indexOf('\n') === text.length - 1;
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

describe.each(badInputs)('$name', ({ build, alone }) => {
  it('is one valid line, and the next record is too', () => {
    const { logger, lines, records } = createTestLogger();
    if (alone) logger.info(build());
    else logger.info('msg', build());
    logger.info('after');
    expect(lines).toHaveLength(2);
    for (const { text } of lines) {
      expect(isOneLine(text)).toBe(true);
      expect(text).not.toMatch(unsafe);
      expect(text.length).toBeLessThanOrEqual(defaultCaps.line);
    }
    expect(records()[0]).toMatchObject({ level: 'info', 'service.name': 'payments', ...(alone ? {} : { message: 'msg' }) });
    expect(records()[1]).toMatchObject({ message: 'after' });
  });

  it('is one valid line in every other form of a call', () => {
    const { logger, lines, records, faults } = createTestLogger();
    logger.log('info', 'msg', build());
    logger.info('msg %s %j %o', build(), build(), build());
    logger.child({ bound: build() }).info('msg');
    logger.child(build() as object).info('msg', { a: 1 });
    logger.info({ message: 'msg', x: build() });
    logger.info('msg', { a: 1 }, build(), { b: 2 });
    logger.log({ level: 'info', message: build() } as never);
    logger.writeEvent('info', 'some.event', 'msg', { x: build() }, {});
    expect(lines).toHaveLength(8);
    expect(records()).toHaveLength(8);
    expect(lines.every(({ text }) => text.length <= defaultCaps.line)).toBe(true);
    expect(faults.filter(({ kind }) => kind === 'line')).toEqual([]);
  });
});

describe('what stands for a value that cannot be shown', () => {
  it.each([
    ['circular object', { x: { a: 1, self: '[Circular]', list: ['[Circular]', { item: '[Circular]' }] } }],
    ['nested getter that throws', { x: { y: '[Getter threw: no]' } }],
    ['top getter that throws', { y: '[Getter threw: no]', z: 1 }],
    ['toJSON that throws', { x: '[Unserializable: tj]' }],
    ['revoked proxy', { x: expect.stringMatching(/^\[Unserializable: /) as unknown }],
    ['trapping proxy', { x: '[Unserializable: trap]' }],
    ['invalid date', { x: '[Invalid Date]' }],
    ['buffer', { x: '[Buffer 1000000 bytes]' }],
    ['not a number', { x: 'NaN', y: 'Infinity', z: 0 }],
    ['map', { x: { a: 1, '[object Object]': 2, 'Symbol(k)': 3 } }],
    ['map as metadata', { args: [{ a: 1 }] }],
    ['set', { x: [1, 'two'] }],
    ['text', { args: ['extra'] }],
    ['array', { 0: 1, 1: 2 }],
    ['boxed values', { x: 'x', y: 1, z: false }],
    ['bigint', { x: '100000000000000000000' }],
    ['regular expression', { x: '/a"b/g' }],
    ['toJSON of the metadata that returns text', { value: 'text' }],
    ['reserved names', { level: 'info', message: 'msg', _level: 'fatal', _message: 'spoof', _timestamp: '1999', _trace_id: 'x' }],
    ['error whose message throws', { error: { type: 'Error', message: '[Getter threw: no message]' } }],
    ['error with odd parts', { error: { type: '[number]', message: '[object]' } }],
    ['error that is its own cause', { error: { cause: '[Circular]' } }],
    ['error under a key', { error: { message: 'x' }, _error: { message: 'y' } }],
    ['aggregate error', { error: { type: 'AggregateError', errors: [{ message: '1' }, { message: '2' }] } }],
  ])('%s', (name, shown) => {
    const { logger, last } = createTestLogger();
    logger.info('msg', badInputs.find((input) => input.name === name)?.build());
    expect(last()).toMatchObject(shown);
  });
});
