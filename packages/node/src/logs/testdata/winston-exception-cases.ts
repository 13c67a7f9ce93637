// exception-handler.test.js, rejection-handler.test.js (both run helpers/handler-tests.js), log-exception.test.js,
// exception-stream.test.js and logger-legacy.test.js.
import winston from 'winston';
import { KeepingTransport } from './keeping-transport.ts';
import { casesOf, listenToConsole, outOfScope, same, type Create, type Verdict, type WinstonCase } from './winston-case.ts';

type Row = Verdict & { readonly title: string };

type Listener = (...args: unknown[]) => void;

/** Runs `run` while nobody else listens to the event: the test runner listens too. */
async function alone<T>(event: string, run: () => T | Promise<T>): Promise<T> {
  const others = process.listeners(event as 'exit') as unknown as Listener[];
  process.removeAllListeners(event);
  try {
    return await run();
  } finally {
    process.removeAllListeners(event);
    for (const listener of others) process.on(event, listener);
  }
}

interface Handling {
  readonly event: 'uncaughtException' | 'unhandledRejection';
  readonly setting: 'handleExceptions' | 'handleRejections';
  readonly handler: 'exceptions' | 'rejections';
}

const whyClass = "winston's own class, used as it is";

function view(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

/** What a transport with the setting is handed when the event happens. */
function handled({ event, setting, handler }: Handling, thrown: unknown) {
  return (create: Create): Promise<unknown> =>
    alone(event, async () => {
      const transport = new KeepingTransport();
      const logger = create({ exitOnError: false, transports: [transport as never] });
      // Set when the transport is there already: else adding it listens at once.
      Object.assign(transport, { [setting]: true });
      const handling = logger[handler] as unknown as { handle: () => void; unhandle: () => void; catcher: unknown };
      const before = typeof handling.catcher;
      handling.handle();
      const listens = process.listeners(event as 'exit').includes(handling.catcher as never);
      process.emit(event as 'exit', thrown as never);
      await new Promise(setImmediate);
      handling.unhandle();
      const [info] = transport.infos;
      const error = info?.['error'] as { message?: unknown } | undefined;
      return {
        catcher: [before, listens],
        level: info?.level,
        message: String(info?.message).split('\n')[0],
        // Of a thrown text upstream asks the message only: here `error` is for errors, and the text is in `_error`.
        error: error?.message,
        process: view(info?.['process']),
        os: view(info?.['os']),
        trace: view(info?.['trace']),
      };
    });
}

const record = { level: 'error', process: 'object', os: 'object', trace: 'array' };

function handlerCases(name: string, handling: Handling): Row[] {
  const methods = ['has expected methods', `new ${name}()`, `new ${name}(logger)`];
  const parts = ['.getProcessInfo()', '.getOsInfo()', '.getTrace(new Error)', '.getTrace()', '.getAllInfo(undefined)'];
  return [
    ...[...methods, ...parts].map((title) => outOfScope(`basics > ${title}`, whyClass)),
    same(
      'when error case is triggered > .handle()',
      { ...record, catcher: ['undefined', true], message: `${handling.event}: it broke`, error: 'it broke' },
      handled(handling, new Error('it broke')),
    ),
  ];
}

const exceptions: Handling = { event: 'uncaughtException', setting: 'handleExceptions', handler: 'exceptions' };
const rejections: Handling = { event: 'unhandledRejection', setting: 'handleRejections', handler: 'rejections' };
const awful = 'OMG NEVER DO THIS STRING EXCEPTIONS ARE AWFUL';
const thrownText = { ...record, catcher: ['undefined', true], message: `uncaughtException: ${awful}`, error: undefined };
const ofDefault = "of winston's default logger, which this is not";

class Legacy extends KeepingTransport {
  readonly name = 'legacy-test';
}
// winston takes a `log` of four arguments for a transport of its version 2.
Legacy.prototype.log = function log(_level: unknown, _message: unknown, _meta: unknown, callback: () => void) {
  callback();
} as never;

function warnings(run: () => unknown): [unknown, number] {
  const { result, said } = listenToConsole(run);
  return [result, said.filter((args) => args.join(' ').includes('legacy-test is a legacy winston transport. Consider upgrading')).length];
}

const legacyKinds = ['Transport inheriting from winston@2', 'Transport inheriting from winston@3 but conforming to winston@2 API'];

function thrownBy(run: () => unknown): string {
  try {
    run();
    return 'nothing';
  } catch (thrown) {
    return /Use a custom/.test(String(thrown)) ? 'Use a custom' : String(thrown);
  }
}

export const exceptionCases: readonly WinstonCase[] = [
  ...casesOf('test/unit/winston/exception-handler.test.js', handlerCases('ExceptionHandler', exceptions)),
  ...casesOf('test/unit/winston/rejection-handler.test.js', handlerCases('RejectionHandler', rejections)),
  ...casesOf('test/unit/winston/log-exception.test.js', [
    same('.exceptions.unhandle() > does not log to any transports', [0, []], (create) =>
      alone('uncaughtException', () => {
        const transport = Object.assign(new KeepingTransport(), { handleExceptions: true });
        const logger = create({ transports: [transport as never] });
        logger.exceptions.handle();
        logger.exceptions.unhandle();
        return [process.listenerCount('uncaughtException'), transport.infos];
      }),
    ),
    same('.exceptions.unhandle() > handlers immutable', [2, 1, 2, 0], (create) =>
      alone('uncaughtException', () => {
        const logger = create({ exceptionHandlers: [new winston.transports.Console(), new KeepingTransport() as never] });
        const { exceptions: handler } = logger as unknown as { exceptions: { handlers: Map<unknown, unknown>; unhandle: () => void } };
        const before = [handler.handlers.size, process.listenerCount('uncaughtException')];
        handler.unhandle();
        return [...before, handler.handlers.size, process.listenerCount('uncaughtException')];
      }),
    ),
    outOfScope('Custom exitOnError function does not exit', ofDefault),
    same(
      'Exception Handler > should save the error information to the specified file > with a Custom Logger instance > when strings are thrown as errors',
      thrownText,
      handled(exceptions, awful),
    ),
    same(
      'Exception Handler > should save the error information to the specified file > with a Custom Logger instance > with a custom winston.Logger instance',
      thrownText,
      handled(exceptions, awful),
    ),
    outOfScope('Exception Handler > should save the error information to the specified file > with the default winston logger', ofDefault),
  ]),
  ...casesOf(
    'test/unit/winston/exception-stream.test.js',
    [
      'has expected methods',
      'throws without a transport',
      '_write method > should write to the transport when the exception property is false',
      '_write method > should not write to transport when the exception property is a falsy value of: "%s"',
    ].map((title) => outOfScope(title, whyClass)),
  ),
  ...casesOf('test/unit/winston/logger-legacy.test.js', [
    same(
      'Instantiation Options > should throw when instantiating with deprecated option of %s',
      Array.from({ length: 6 }, () => 'Use a custom'),
      (create) =>
        [{ colors: true }, { emitErrs: true }, { formatters: [] }, { padLevels: true }, { rewriters: [] }, { stripColors: true }].map(
          (option) => thrownBy(() => create(option as never)),
        ),
    ),
    same('Instance methods > should throw when invoking deprecated %s() instance method', 'Use a custom', (create) =>
      thrownBy(() => (create() as unknown as { cli: () => void }).cli()),
    ),
    ...legacyKinds.flatMap((kind) => [
      same(`Transports > ${kind} > .add() is successful but logs deprecation notice`, [1, 1], (create) =>
        warnings(() => create().add(new Legacy() as never).transports.length),
      ),
      same(`Transports > ${kind} > .add() multiple transports is successful but logs deprecation notice`, [3, 3], (create) =>
        warnings(() => [0, 1, 2].reduce((logger) => logger.add(new Legacy() as never), create()).transports.length),
      ),
      same(`Transports > ${kind} > .remove() is successful`, [[2, 1, true], 1], (create) =>
        warnings(() => {
          const [kept, legacy] = [new winston.transports.Console(), new Legacy()];
          const logger = create();
          logger.add(kept).add(legacy as never);
          const before = logger.transports.length;
          logger.remove(legacy as never);
          return [before, logger.transports.length, logger.transports[0] === kept];
        }),
      ),
    ]),
  ]),
];
