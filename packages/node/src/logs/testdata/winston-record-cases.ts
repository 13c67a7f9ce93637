// test/unit/winston/logger.test.js from formats on, create-logger.test.js and two integration tests: what a record becomes.
import winston from 'winston';
import { messageSymbol } from '../winston-info.ts';
import { KeepingTransport } from './keeping-transport.ts';
import { casesOf, collect, differs, fieldsOf, jsonOf, outOfScope, same, symbolsOf, type Create, type WinstonCase } from './winston-case.ts';

type Use = (logger: winston.Logger) => void;

const records =
  (use: Use, format?: winston.Logform.Format) =>
  (create: Create): unknown =>
    fieldsOf(collect(create, use, format === undefined ? {} : { format }));

const whyRedacted = 'a transport sees a redacted record of plain data, never the object that was logged';

/** Whether the transport gets the very error, and what it can read of it. */
const errorSeen =
  (use: (logger: winston.Logger, error: Error) => void, read: (info: Record<string, unknown>) => unknown) =>
  (create: Create): unknown => {
    const error = Object.assign(new Error('test', { cause: new Error('error cause') }), { level: 'info' });
    const [info] = collect(create, (logger) => use(logger, error));
    return [(info as unknown) === error, info?.message, read(info as never)];
  };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const errorMessage = (info: Record<string, unknown>): unknown => isRecord(info['error']) && info['error']['message'];

const done = { something: 'ok', level: 'info' };
const profiled = (infos: readonly Record<string, unknown>[]): unknown =>
  infos.map((info) => ({ ...info, durationMs: typeof info['durationMs'] }));

const trap = winston.format.printf((info) => {
  if (info.message === 'ENDOR') throw new Error('ITS A TRAP!');
  return String(info.message);
});

export const recordCases: readonly WinstonCase[] = casesOf('test/unit/winston/logger.test.js', [
  differs(
    'Formats > rethrows errors from user-defined formats',
    {
      winston: ['ITS A TRAP!', ['one', 'two']],
      plinth: ['nothing', ['ENDOR', 'one', 'two']],
      why: 'logging never throws into its caller: `onError` is told, and the record is written as if there were no format',
    },
    (create) => {
      let thrown = 'nothing';
      const infos = collect(
        create,
        (logger) => {
          try {
            logger.info('ENDOR');
          } catch (error) {
            thrown = (error as Error).message;
          }
          logger.info('one');
          logger.info('two');
        },
        { format: trap },
      );
      return [thrown, infos.map((info) => info.message)];
    },
  ),
  same(
    'Profiling > ending profiler with object argument should be included in output',
    [{ ...done, message: 'testing1', durationMs: 'number' }],
    (create) =>
      profiled(
        fieldsOf(
          collect(create, (logger) => {
            logger.profile('testing1');
            logger.profile('testing1', { ...done } as never);
          }),
        ),
      ),
  ),
  same(
    'Profiling > calling profile with a callback function should not make a difference',
    [{ ...done, message: 'testing2', durationMs: 'number' }],
    (create) =>
      profiled(
        fieldsOf(
          collect(create, (logger) => {
            logger.profile('testing2', (() => {}) as never);
            logger.profile('testing2', { ...done } as never);
          }),
        ),
      ),
  ),
  same('Profiling > should stop a timer when `done` is called on it', [{ ...done, message: 'testing1', durationMs: 'number' }], (create) =>
    profiled(fieldsOf(collect(create, (logger) => void logger.startTimer().done({ ...done, message: 'testing1' } as never)))),
  ),
  differs(
    'Logging non-primitive data types > .log > .log(new Error()) uses Error instance as info',
    { winston: [true, 'test', false], plinth: [false, 'test', 'test'], why: `${whyRedacted}; the error is in its field \`error\`` },
    errorSeen((logger, error) => logger.log(error as never), errorMessage),
  ),
  same(
    `Logging non-primitive data types > .log > .info('Hello') preserve meta without splat format`,
    [{ level: 'info', message: 'Hello', label: 'world' }],
    records((logger) => logger.info('Hello', { label: 'world' })),
  ),
  differs(
    `Logging non-primitive data types > .log > .info('Hello %d') does not mutate unnecessarily with string interpolation tokens`,
    {
      winston: [{ level: 'info', message: 'Hello %j' }],
      plinth: [{ level: 'info', message: 'Hello {"label":"world"}', extra: true }],
      why: 'without the splat format winston leaves tokens as they are and drops all arguments; here nothing that was logged is dropped',
    },
    records((logger) => logger.info('Hello %j', { label: 'world' }, { extra: true })),
  ),
  same(
    `Logging non-primitive data types > .log > .info('Hello') and .info('Hello %d') preserve meta with splat format`,
    [
      { level: 'info', message: 'Hello', label: 'world' },
      { level: 'info', message: 'Hello 100', label: 'world' },
    ],
    records((logger) => logger.info('Hello', { label: 'world' }).info('Hello %d', 100, { label: 'world' }), winston.format.splat()),
  ),
  differs(
    'Logging non-primitive data types > .info > .info(undefined) creates info with { message: undefined }',
    {
      winston: [{ level: 'info' }],
      plinth: [{ level: 'info', message: '' }],
      why: 'every line has a message; what reads lines relies on it',
    },
    (create) => jsonOf(collect(create, (logger) => logger.info(undefined))),
  ),
  same(
    'Logging non-primitive data types > .info > .info(null) creates info with { message: null }',
    [{ level: 'info', message: null }],
    records((logger) => logger.info(null)),
  ),
  differs(
    'Logging non-primitive data types > .info > .info(new Error()) uses Error instance as info',
    { winston: [true, 'test', false], plinth: [false, 'test', 'test'], why: `${whyRedacted}; the error is in its field \`error\`` },
    errorSeen((logger, error) => logger.info(error as never), errorMessage),
  ),
  same(
    'Metadata Precedence > Should support child loggers & defaultMeta > sets child meta for text messages correctly',
    [{ level: 'info', message: 'dummy message', requestId: '451' }],
    records((logger) => logger.child({ requestId: '451' }).info('dummy message')),
  ),
  same(
    'Metadata Precedence > Should support child loggers & defaultMeta > sets child meta for json messages correctly',
    [{ level: 'info', message: { text: 'dummy' }, requestId: '451' }],
    records((logger) => logger.child({ requestId: '451' }).info({ text: 'dummy' })),
  ),
  same(
    'Metadata Precedence > Should support child loggers & defaultMeta > merges child and provided meta correctly',
    [{ level: 'info', message: 'dummy message', service: 'user-service', requestId: '451' }],
    records((logger) => logger.child({ service: 'user-service' }).info('dummy message', { requestId: '451' })),
  ),
  same(
    'Metadata Precedence > Should support child loggers & defaultMeta > provided meta take precedence over defaultMeta',
    [{ level: 'info', message: 'dummy message', service: 'audit-service', requestId: '451' }],
    (create) =>
      fieldsOf(
        collect(create, (logger) => logger.info('dummy message', { requestId: '451', service: 'audit-service' }), {
          defaultMeta: { service: 'user-service' },
        }),
      ),
  ),
  same(
    'Metadata Precedence > Should support child loggers & defaultMeta > provided meta take precedence over child meta',
    [{ level: 'info', message: 'dummy message', service: 'audit-service', requestId: '451' }],
    records((logger) => logger.child({ service: 'user-service' }).info('dummy message', { requestId: '451', service: 'audit-service' })),
  ),
  differs(
    'Metadata Precedence > Should support child loggers & defaultMeta > handles error stack traces in child loggers correctly',
    {
      winston: { message: 'dummy error', service: 'user-service', stack: true, cause: 'dummy error cause', error: undefined },
      plinth: {
        message: 'dummy error',
        service: 'user-service',
        stack: false,
        cause: undefined,
        error: ['dummy error', true, 'dummy error cause'],
      },
      why: 'stack and cause are in the field `error`, in every record with an error; in winston where they are depends on how it was passed',
    },
    (create) => {
      const error = new Error('dummy error', { cause: new Error('dummy error cause') });
      const [info] = collect(create, (logger) => logger.child({ service: 'user-service' }).error(error as never));
      const own = info?.['error'];
      const hasStack = (holder: unknown): boolean => isRecord(holder) && String(holder['stack']).includes('winston-record-cases');
      const cause = (holder: unknown): unknown => (isRecord(holder) && isRecord(holder['cause']) ? holder['cause']['message'] : undefined);
      const inError = isRecord(own) ? [own['message'], hasStack(own), cause(own)] : undefined;
      return { message: info?.message, service: info?.['service'], stack: hasStack(info), cause: cause(info), error: inError };
    },
  ),
  differs(
    'Metadata Precedence > Should support child loggers & defaultMeta > preserves prototype of info object in child logger',
    {
      winston: ['error', true, '123', undefined],
      plinth: ['error', undefined, '123', true],
      why: 'fields of an error stay with it, under `error`',
    },
    (create) => {
      class CustomError extends Error {
        readonly custom = true;
      }
      const [info] = collect(create, (logger) => logger.child({ requestId: '123' }).error(new CustomError('custom error') as never));
      const own = info?.['error'];
      return [info?.level, info?.['custom'], info?.['requestId'], isRecord(own) ? own['custom'] : undefined];
    },
  ),
  same(
    'Metadata Precedence > Should support child loggers & defaultMeta > defaultMeta() autobinds correctly',
    [{ level: 'info', message: 'test' }],
    records((logger) => {
      const { info } = logger;
      info('test');
    }),
  ),
  same(
    'Backwards Compatability > Winston V2 Log > .log(level, message)',
    [{ level: 'info', message: 'Some super awesome log message' }],
    (create) => jsonOf(collect(create, (logger) => logger.log('info', 'Some super awesome log message'))),
  ),
  differs(
    'Backwards Compatability > Winston V2 Log > .log(level, undefined) creates info with { message: undefined }',
    {
      winston: [{ level: 'info' }],
      plinth: [{ level: 'info', message: '' }],
      why: 'every line has a message; what reads lines relies on it',
    },
    (create) => jsonOf(collect(create, (logger) => logger.log('info', undefined))),
  ),
  same(
    'Backwards Compatability > Winston V2 Log > .log(level, null) creates info with { message: null }',
    [{ level: 'info', message: null }],
    records((logger) => logger.log('info', null)),
  ),
  differs(
    'Backwards Compatability > Winston V2 Log > .log(level, new Error()) uses Error instance as info',
    { winston: [true, 'test', false], plinth: [false, 'test', 'test'], why: `${whyRedacted}; the error is in its field \`error\`` },
    errorSeen((logger, error) => logger.log('info', error as never), errorMessage),
  ),
  same(
    'Backwards Compatability > Winston V2 Log > .log(level, message, meta)',
    [{ level: 'info', message: 'Some super awesome log message', one: 2 }],
    (create) => jsonOf(collect(create, (logger) => logger.log('info', 'Some super awesome log message', { one: 2 }))),
  ),
  differs(
    'Backwards Compatability > Winston V2 Log > .log(level, formatStr, ...splat)',
    {
      winston: { level: 'info', text: 'info: 100% such wow {"much":"javascript"}', splat: [100, 'wow', { much: 'javascript' }] },
      plinth: { level: 'info', text: 'info: 100% such wow {"much":"javascript"}', splat: undefined },
      why: 'the text is the same; the arguments are not handed on beside it, because there they would be unredacted',
    },
    (create) =>
      symbolsOf(
        collect(create, (logger) => logger.log('info', '%d%% such %s %j', 100, 'wow', { much: 'javascript' }), {
          format: winston.format.combine(
            winston.format.splat(),
            winston.format.printf((info) => `${info.level}: ${String(info.message)}`),
          ),
        })[0],
      ),
  ),
  differs(
    'Backwards Compatability > Winston V2 Log > .log(level, formatStr, ...splat, meta)',
    {
      winston: { level: 'info', text: 'info: 100% such wow {"much":"javascript"} true', splat: [100, 'wow', { much: 'javascript' }] },
      plinth: { level: 'info', text: 'info: 100% such wow {"much":"javascript"} true', splat: undefined },
      why: 'the text is the same; the arguments are not handed on beside it, because there they would be unredacted',
    },
    (create) =>
      symbolsOf(
        collect(create, (logger) => logger.log('info', '%d%% such %s %j', 100, 'wow', { much: 'javascript' }, { thisIsMeta: true }), {
          format: winston.format.combine(
            winston.format.splat(),
            winston.format.printf((info) => `${info.level}: ${String(info.message)} ${String(info['thisIsMeta'])}`),
          ),
        })[0],
      ),
  ),
  differs(
    'Backwards Compatability > Winston V2 Log > .log(level, new Error()) creates info with error cause',
    {
      winston: [true, 'test', 'error cause'],
      plinth: [false, 'test', 'error cause'],
      why: `${whyRedacted}; the cause is in \`error.cause\`, whole, where winston's line has \`"cause":{}\``,
    },
    errorSeen(
      (logger, error) => logger.log('info', error as never),
      (info) => {
        const holder = isRecord(info['error']) ? info['error'] : info;
        return isRecord(holder['cause']) && holder['cause']['message'];
      },
    ),
  ),
]);

const passing = winston.format((info) => info)();

export const createCases: readonly WinstonCase[] = [
  ...casesOf('test/unit/winston/create-logger.test.js', [
    same('should build a logger with default values', ['object', 'info', true], (create) => {
      const logger = create();
      return [typeof logger, logger.level, logger.exitOnError];
    }),
    same('new Logger({ silent: true })', [], (create) =>
      fieldsOf(collect(create, (logger) => logger.log({ level: 'info', message: 'This should be ignored' }), { silent: true })),
    ),
    same('new Logger({ parameters })', [true, 'error', false, 0], (create) => {
      const logger = create({ format: passing, level: 'error', exitOnError: false, transports: [] });
      return [logger.format === passing, logger.level, logger.exitOnError, logger.transports.length];
    }),
    same('new Logger({ levels }) defines custom methods', Object.keys(winston.config.syslog.levels), (create) => {
      const { levels } = winston.config.syslog;
      const logger = create({ levels, level: 'error', transports: [] }) as unknown as Record<string, unknown>;
      return Object.keys(levels).filter((level) => typeof logger[level] === 'function');
    }),
    differs(
      'new Logger({ levels }) custom methods are not bound to instance',
      {
        winston: 4,
        plinth: 0,
        why: 'there is no stream between a call and the line: an object that overrides `write` does not see records; a transport or a format does',
      },
      (create) => {
        const seen: unknown[] = [];
        const extended = Object.create(create({ level: 'error' }), {
          write: { value: (info: unknown) => seen.push(info) },
        }) as winston.Logger;
        extended.log('info', { test: 1 });
        extended.log('warn', { test: 2 });
        extended.info('test3');
        extended.warn('a warning', { with: 'meta', test: 4 });
        return seen.length;
      },
    ),
  ]),
  ...casesOf('test/integration/logger.test.js', [
    same('Logger class > that Logger class is exported', true, (create) => create() instanceof winston.Logger),
    outOfScope('Logger class > can be inherited', 'a logger is made by `createLogger`; its class is not exported'),
  ]),
  ...casesOf('test/integration/formats.test.js', [
    same('winston.format.colorize (Integration) > non-TTY environment', true, (create) => {
      const format = winston.format.combine(winston.format.colorize({ all: true }), winston.format.simple());
      const [info] = collect(create, (logger) => logger.info('Simply a test'), { format });
      return String(info?.[messageSymbol]).includes('\u001B[32mSimply a test\u001B[39m');
    }),
  ]),
  ...casesOf('test/unit/winston/profiler.test.js', [
    outOfScope('Profiler > new Profiler()', "winston's own class, used as it is"),
    same('Profiler > .done({ info })', [{ ...done, message: 'testing1', durationMs: 'number' }], (create) => {
      const transport = new KeepingTransport();
      const logger = create({ transports: [transport as never] });
      logger.startTimer().done({ ...done, message: 'testing1' } as never);
      return profiled(fieldsOf(transport.infos));
    }),
    outOfScope('Profiler > non logger object', "winston's own class, used as it is"),
  ]),
];
