import { createRequire } from 'node:module';
import { Writable } from 'node:stream';
import { context, trace, TraceFlags } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { beforeEach, describe, expect, test } from 'vitest';
import * as winston from 'winston';
import { setCorrelationId } from '../context/correlation.ts';
import { createRedaction } from '../redaction/redact.ts';
import { startAdoption } from './adopt.ts';

const require = createRequire(import.meta.url);
const failures: unknown[] = [];
const { format } = winston;
let lines: string[] = [];
const sink = (): Writable =>
  new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk).trimEnd());
      done();
    },
  });
const create = (form: winston.Logform.Format, more: winston.LoggerOptions = {}): winston.Logger =>
  winston.createLogger({ format: form, transports: [new winston.transports.Stream({ stream: sink() })], ...more });
const parsed = (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

/** Lines of the usual formats, without a secret and without a request. */
function writeUsual(): string[] {
  lines = [];
  for (const form of [format.json({ deterministic: false }), format.simple(), format.logstash(), format.prettyPrint()]) {
    const logger = create(format.combine(format.splat(), form), { defaultMeta: { service: 'shop' } });
    logger.info('%s of %d', 'a', 5, { b: [1, { c: null }], at: new Date(0), nothing: undefined });
    logger.error('failed', Object.assign(new RangeError('bad'), { stack: 'RangeError: bad', code: 7 }));
    logger.child({ module: 'pay' }).warn({ message: 'an object', list: new Set([1]) });
  }
  return lines;
}

const before = writeUsual();
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const file = 'winston/lib/winston/logger.js';
const early = winston.createLogger();
const [hook] = startAdoption({
  adopted: ['winston'],
  redaction: createRedaction({ allowKeys: [] }),
  keepOnError: undefined,
  logger: undefined as never,
  notify: (_code, problem) => failures.push(problem),
}).filter((each) => each.file === file);
hook!.patch(require(file), require.resolve(file));

const ids = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' };
const secret = 'hunter2-hunter2';

function within<T>(run: () => T, id = 'c-1'): T {
  const span = trace.wrapSpanContext({ traceId: ids.trace_id, spanId: ids.span_id, traceFlags: TraceFlags.SAMPLED });
  return context.with(setCorrelationId(trace.setSpan(context.active(), span), id), run);
}

beforeEach(() => {
  lines = [];
  failures.length = 0;
});

describe('a line', () => {
  test('has the ids of its request, and no secret', () => {
    within(() => create(format.json()).info(`password=${secret}`, { password: secret, order: 7, nested: { authorization: secret } }));
    expect(parsed()).toEqual([
      {
        level: 'info',
        message: 'password=[REDACTED]',
        password: '[REDACTED]',
        order: 7,
        nested: { authorization: '[REDACTED]' },
        ...ids,
        trace_flags: '01',
        correlation_id: 'c-1',
      },
    ]);
  });

  test('without a context and without a secret is byte for byte as before', () => {
    expect(before).toHaveLength(12);
    expect(writeUsual()).toEqual(before);
  });

  test('of a printf format keeps its form', () => {
    within(() => create(format.printf(({ level, message }) => `${level}|${String(message)}`)).warn(`token=${secret}`));
    expect(lines).toEqual(['warn|token=[REDACTED]']);
  });

  test('keeps a trace_id of its own', () => {
    within(() => create(format.json()).info('x', { trace_id: 'mine' }));
    expect(parsed()).toMatchObject([{ trace_id: 'mine', correlation_id: 'c-1' }]);
  });

  test.each(['error(error)', 'error(text, error)', 'a field'])('with an error as %s', (form) => {
    const error = Object.assign(new TypeError(`bad token=${secret}`), { password: secret, code: 'E1' });
    const logger = create(format.combine(format.errors({ stack: true, cause: true }), format.json()));
    within(() => {
      if (form === 'error(error)') logger.error(error);
      else if (form === 'a field') logger.error('failed', { failure: error });
      else logger.error('failed', error);
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(secret);
    expect(lines[0]).toContain('E1');
    expect(parsed()).toMatchObject([{ trace_id: ids.trace_id }]);
  });

  test('an error stays an instance of its class, with its causes redacted', () => {
    class Refused extends Error {}
    const seen: unknown[] = [];
    const look = format((info) => {
      seen.push(info['failure']);
      return info;
    });
    const failure = new Refused('no', { cause: new Error(`password=${secret}`) });
    create(format.combine(look(), format.json())).info('x', { failure });
    expect(seen[0]).toBeInstanceOf(Refused);
    expect((seen[0] as Error).cause).toMatchObject({ message: 'password=[REDACTED]' });
    expect((failure.cause as Error).message).toBe(`password=${secret}`);
  });

  test('whose secret stands in two arguments', () => {
    const logger = create(format.combine(format.splat(), format.json()));
    logger.info('password=%s of %s', secret, 'jane');
    logger.info('password=%s', secret, { more: 1 });
    logger.info('100% sure', { a: 1 });
    expect(parsed()).toEqual([
      { level: 'info', message: 'password=[REDACTED] of jane' },
      { level: 'info', message: 'password=[REDACTED]', more: 1 },
      { level: 'info', message: '100% sure', a: 1 },
    ]);
  });
});

describe('what cannot be copied is cleaned in the finished text', () => {
  class Account {
    readonly password = secret;
    #balance = 5;
    get balance(): number {
      return this.#balance;
    }
  }
  test.each<[string, unknown]>([
    ['toJSON', { toJSON: () => ({ password: secret }) }],
    ['a class with private state', new Account()],
    ['very deep', Array.from({ length: 40 }).reduce<unknown>((inner) => ({ inner }), { password: secret })],
  ])('%s', (_name, data) => {
    create(format.json()).info('x', { data });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(secret);
  });

  test('a format may still call methods that read private state', () => {
    create(format.printf(({ account }) => `balance ${(account as Account).balance} ${JSON.stringify(account)}`)).info('x', {
      account: new Account(),
    });
    expect(lines).toEqual(['balance 5 {"password":"[REDACTED]"}']);
  });
});

describe('the caller', () => {
  test('finds its objects as they were', () => {
    const cyclic: Record<string, unknown> = { password: secret };
    cyclic['self'] = cyclic;
    cyclic['list'] = [cyclic];
    const frozen = Object.freeze({ user: Object.freeze({ password: secret }), pair: Object.freeze(['authorization', secret]) });
    const shared = { secret };
    const copy = structuredClone({ cyclic, shared });
    const logger = create(format.json());
    logger.info('a', { first: cyclic, left: shared, right: shared });
    logger.info('b', frozen);
    logger.info('c', cyclic);
    expect({ cyclic, shared }).toEqual(copy);
    expect(frozen.user.password).toBe(secret);
    expect(lines).toHaveLength(3);
    expect(lines.join('')).not.toContain(secret);
  });

  test('may log in a format: the outer line is clean all the same', () => {
    const inner = create(format.json());
    const logs = format((info) => {
      inner.info('inside');
      return info;
    });
    create(format.combine(logs(), format.json())).info('x', { data: { toJSON: () => ({ password: secret }) } });
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain(secret);
  });

  test('is not told of a failure of ours, and the line goes out', () => {
    const hostile = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('not for you');
        },
      },
    );
    const seen: unknown[] = [];
    const look = format((info) => {
      seen.push(info['hostile']);
      return { ...info, hostile: 'seen' };
    });
    expect(() => create(format.combine(look(), format.json())).info('x', { hostile, password: secret })).not.toThrow();
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(secret);
    expect(failures).toHaveLength(1);
  });
});

describe('every way to a line', () => {
  test('children, the default logger, containers, pipes, loggers made before', () => {
    const transports = (): winston.transport[] => [new winston.transports.Stream({ stream: sink() })];
    const root = create(format.json(), { defaultMeta: { apiKey: secret } });
    early.configure({ format: format.json(), transports: transports() });
    winston.configure({ format: format.json(), transports: transports() });
    winston.loggers.add('named', { format: format.json(), transports: transports() });
    const piped = create(format.json());
    winston.createLogger({ format: format.json() }).pipe(piped);
    within(() => {
      root.info('root');
      root.child({ token: secret, module: 'pay' }).info('child');
      early.info('early');
      winston.info('default');
      winston.loggers.get('named').info('named');
      root.log({ level: 'info', message: 'an object', cookie: secret });
      root.log('info', 'three arguments', { pin: secret });
      root.write({ level: 'info', message: 'written', password: secret });
    });
    expect(parsed().map(({ message }) => message)).toEqual([
      'root',
      'child',
      'early',
      'default',
      'named',
      'an object',
      'three arguments',
      'written',
    ]);
    for (const line of parsed()) expect(line).toMatchObject({ trace_id: ids.trace_id, correlation_id: 'c-1' });
    expect(lines.join('')).not.toContain(secret);
  });

  test('under a slow transport each line has the ids of its own request', async () => {
    const got: string[] = [];
    class Slow extends winston.transports.Stream {
      override log(info: Record<string, unknown>, next: () => void): void {
        got.push(`${String(info['index'])}:${String(info['correlation_id'])}`);
        setImmediate(next);
      }
    }
    const logger = winston.createLogger({ format: format.json(), transports: [new Slow({ stream: sink() })] });
    for (let index = 0; index < 60; index++) within(() => logger.info('x', { index }), `c-${index}`);
    await expect.poll(() => got.length).toBe(60);
    expect(got).toEqual(Array.from({ length: 60 }, (_, index) => `${index}:c-${index}`));
  });

  test('a level that nobody takes costs no walk, and is clean where a format raises it', () => {
    let reads = 0;
    const data = {
      get password() {
        reads++;
        return secret;
      },
    };
    const raise = format((info) => Object.assign(info, { level: 'error', [Symbol.for('level')]: 'error' }));
    create(format((info) => info)(), { level: 'info' }).debug('x', { data });
    expect(reads).toBe(0);
    within(() => create(format.combine(raise(), format.json()), { level: 'info' }).debug(`token=${secret}`));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(secret);
  });
});
