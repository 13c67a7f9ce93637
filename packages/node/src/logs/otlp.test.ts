import { expect, describe, it } from 'vitest';
import { buildOtlpLogRecord, type OtlpLogRecord } from './otlp.ts';
import { createTestLogger, noon } from './testdata/test-logger.ts';

const contextFragment = (): string =>
  `,"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","trace_flags":"01","correlation_id":"c-1","baggage":{"tenant":"acme"}`;

function createExporting() {
  const records: OtlpLogRecord[] = [];
  const { logger } = createTestLogger({
    observer: (line) => void records.push(buildOtlpLogRecord(line)),
    contextFragment,
    resource: { 'service.name': 's', 'service.version': '1', 'service.instance.id': 'i', 'deployment.environment.name': 'e' },
  });
  const emit = (use: (target: typeof logger) => void) => {
    use(logger);
    const record = records.at(-1);
    if (record === undefined) throw new Error('nothing was emitted');
    return record;
  };
  return { emit, records };
}

describe('buildOtlpLogRecord', () => {
  it('emits what the line says', () => {
    const { emit } = createExporting();
    const record = emit((logger) => logger.child({ logger: 'cards' }).warn('slow', { ms: 12.5, tags: ['a', 'b'], nested: { x: null } }));
    expect(record).toMatchObject({
      severityNumber: 13,
      severityText: 'warn',
      body: 'slow',
      timestampMs: noon,
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags: 1,
    });
    expect(record.eventName).toBeUndefined();
  });

  it('has attributes for what has no field of its own', () => {
    const { emit } = createExporting();
    const { attributes } = emit((logger) => logger.child({ logger: 'cards' }).warn('slow', { ms: 12.5, tags: ['a', 'b'], level: 'x' }));
    expect(attributes).toEqual({
      correlation_id: 'c-1',
      baggage: { tenant: 'acme' },
      logger: 'cards',
      ms: 12.5,
      tags: ['a', 'b'],
      _level: 'x',
    });
  });

  it('is an event when the line is one', () => {
    const { emit } = createExporting();
    const record = emit((logger) =>
      logger.writeEvent('info', 'order.placed', 'Order placed', { mail: 'bob@example.com' }, { mail: 'personal' }),
    );
    expect(record).toMatchObject({ eventName: 'order.placed', body: 'Order placed', attributes: { mail: '[REDACTED:personal]' } });
    expect(record.attributes).not.toHaveProperty('event');
  });

  it('has the error as exception, its causes in the stack trace, and the rest of it', () => {
    const { emit } = createExporting();
    const cause = new Error('quota of bob@example.com', { cause: 'limit' });
    const { attributes } = emit((logger) =>
      logger.error('failed', Object.assign(new RangeError('too much', { cause }), { code: 'E_QUOTA' })),
    );
    expect(attributes).toMatchObject({ 'exception.type': 'RangeError', 'exception.message': 'too much', error: { code: 'E_QUOTA' } });
    const stack = attributes['exception.stacktrace'] as string;
    expect(stack).toMatch(
      /^RangeError: too much\n {4}at [\s\S]+\nCaused by: Error: quota of \[REDACTED:email\]\n {4}at [\s\S]+\nCaused by: limit$/,
    );
  });

  it('has an error that has no stack', () => {
    const { emit } = createExporting();
    const error = Object.assign(new Error('x', { cause: new Error('y') }), { stack: undefined });
    const { attributes } = emit((logger) => logger.error('failed', error));
    expect(attributes).toMatchObject({ 'exception.type': 'Error', 'exception.message': 'x' });
    expect(attributes['exception.stacktrace']).toMatch(/^Caused by: Error: y/);
    expect(attributes).not.toHaveProperty('error');
  });

  it('emits nothing for a level that is off', () => {
    const { emit, records } = createExporting();
    emit((logger) => logger.info('on').debug('off'));
    expect(records).toHaveLength(1);
  });
});
