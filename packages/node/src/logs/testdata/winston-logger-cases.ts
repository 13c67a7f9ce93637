// test/unit/winston/logger.test.js up to the transports' events: configuration, transports, levels.
import winston from 'winston';
import { Transport } from '../winston-transport.ts';
import { KeepingTransport } from './keeping-transport.ts';
import {
  casesOf,
  collect,
  differs,
  fieldsOf,
  jsonOf,
  listenToConsole,
  outOfScope,
  same,
  type Create,
  type WinstonCase,
} from './winston-case.ts';

const quiet = (options: winston.transports.ConsoleTransportOptions = {}): winston.transports.ConsoleTransportInstance =>
  new winston.transports.Console({ ...options, silent: true });

const names = (logger: winston.Logger): unknown[] => logger.transports.map((transport) => (transport as { name?: string }).name);

/** `isXEnabled()` and `isLevelEnabled('x')` of each level, and the highest level. */
function enabled(logger: winston.Logger, levels: readonly string[]): unknown {
  const { getHighestLogLevel } = logger as unknown as { getHighestLogLevel?: () => number };
  return {
    highest: getHighestLogLevel?.call(logger),
    asked: levels.filter((level) => logger.isLevelEnabled(level)),
    own: levels.filter((level) => {
      const method = `is${level[0]?.toUpperCase()}${level.slice(1)}Enabled`;
      return (logger as unknown as Record<string, () => boolean>)[method]?.call(logger);
    }),
  };
}

const npm = ['error', 'warn', 'info', 'verbose', 'debug', 'silly'];
const custom = { bad: 0, test: 1, ok: 2 };

function added(create: Create, levels: readonly string[], info: winston.LogEntry, options: winston.LoggerOptions = {}): unknown {
  const logger = create(options);
  const transports = levels.map((level) => Object.assign(new KeepingTransport(), { level }));
  for (const transport of transports) logger.add(transport as never);
  logger.log(info);
  return transports.map((transport) => jsonOf(transport.infos));
}

export const loggerCases: readonly WinstonCase[] = casesOf('test/unit/winston/logger.test.js', [
  same('Configuration > .configure()', [['console'], []], (create) => {
    const logger = create({ transports: [quiet()] });
    const before = names(logger);
    logger.configure({});
    return [before, names(logger)];
  }),
  same('Configuration > .configure({ transports })', [[], ['console']], (create) => {
    const logger = create();
    const before = names(logger);
    logger.configure({ transports: [quiet()] });
    return [before, names(logger)];
  }),
  same('Configuration > .configure({ transports, format })', [['console'], false], (create) => {
    const logger = create();
    const { format } = logger;
    logger.configure({ transports: [quiet()], format: winston.format.json() });
    return [names(logger), logger.format === format];
  }),
  same('Get Highest Log Level > should return the highest log level', 2, (create) =>
    (create() as unknown as { getHighestLogLevel: () => number }).getHighestLogLevel(),
  ),
  same(
    'Is Log Level Enabled > should indicate "%s" level is enabled if logger is constructed with that level',
    [...npm, 'http'],
    (create) => [...npm, 'http'].filter((level) => create({ level }).isLevelEnabled(level)),
  ),
  same('Is Log Level Enabled > should only enable levels "info" and above by default', ['info', 'warn', 'error'], (create) =>
    ['http', 'info', 'warn', 'error'].filter((level) => create().isLevelEnabled(level)),
  ),
  same('Is Log Level Enabled > should indicate "%s" level is not enabled', [false, false], (create) =>
    [null, undefined].map((level) => create().isLevelEnabled(level as never)),
  ),
  same('Is Log Level Enabled > should indicate all levels are disabled if configured with a level of null', [], (create) =>
    [...npm, 'http'].filter((level) => create({ level: null as never }).isLevelEnabled(level)),
  ),
  same('Transports > add > should throw error when adding an invalid transport', 'Invalid transport', (create) => {
    try {
      create().add(5 as never);
      return 'nothing';
    } catch (error) {
      return /invalid transport/i.test(String(error)) ? 'Invalid transport' : String(error);
    }
  }),
  same(
    'Transports > add > should add the expected transport',
    [[{ message: 'foo', level: 'info' }], [{ message: 'foo', level: 'info' }]],
    (create) => {
      const transport = new KeepingTransport();
      create()
        .add(transport as never)
        .log({ message: 'foo', level: 'info' });
      return [fieldsOf(transport.infos), jsonOf(transport.infos)];
    },
  ),
  same('Transports > add > should allow adding multiple transports', [true, true], (create) => {
    const transports = [quiet({ level: 'info' }), quiet({ level: 'error' })];
    const logger = create({ transports });
    return transports.map((transport, index) => logger.transports[index] === transport);
  }),
  same('Transports > remove > should do nothing if transport was not added', [2, true, true], (create) => {
    const transports = [quiet(), quiet()];
    const logger = create({ transports }).remove(quiet());
    return [logger.transports.length, ...transports.map((transport, index) => logger.transports[index] === transport)];
  }),
  same('Transports > remove > should remove transport when matching one is found', [1, true], (create) => {
    const [first, second] = [quiet(), quiet()];
    const logger = create({ transports: [first, second] });
    logger.remove(first);
    return [logger.transports.length, logger.transports[0] === second];
  }),
  same('Transports > remove > should remove specified logger even when duplicate exists', [1, true], (create) => {
    const [first, second] = [quiet({ level: 'info' }), quiet({ level: 'error' })];
    const logger = create({ transports: [first, second] });
    logger.remove(first);
    return [logger.transports.length, logger.transports[0] === second];
  }),
  same('Transports > clear > should do nothing when no transports exist', [0, 0], (create) => {
    const logger = create();
    return [logger.transports.length, logger.clear().transports.length];
  }),
  same('Transports > clear > should remove all transports', [1, 0], (create) => {
    const logger = create({ transports: [quiet()] });
    return [logger.transports.length, logger.clear().transports.length];
  }),
  same('Transports > stream > should return a log stream for all transports', 'function', (create) => typeof create().stream().pipe),
  differs(
    'Log Levels > report unknown levels',
    {
      winston: ['[winston] Unknown logger level: %s', 'bar'],
      plinth: undefined,
      why: 'the console is a second, unstructured output; `onError` is told, and the SDK turns that into one coded notice',
    },
    (create) => listenToConsole(() => create().log({ message: 'foo', level: 'bar' })).said[0],
  ),
  same(
    'Log Levels > .<level>()',
    [
      { level: 'info', message: '' },
      { level: 'info', message: '' },
    ],
    (create) =>
      jsonOf(
        collect(create, (logger) => {
          (logger.info as unknown as () => void)();
          logger.info('');
        }),
      ),
  ),
  same('Log Levels > default levels', [[], [{ level: 'debug', message: 'foo' }]], (create) =>
    added(create, ['info', 'debug'], { message: 'foo', level: 'debug' }),
  ),
  same('Log Levels > custom levels', [[], [{ level: 'test', message: 'foo' }]], (create) =>
    added(create, ['bad', 'ok'], { message: 'foo', level: 'test' }, { levels: custom }),
  ),
  same('Log Levels > sets transports levels', [{ level: 'error', message: 'foo' }], (create) =>
    jsonOf(
      collect(create, (logger) => {
        logger.level = 'error';
        logger.log({ message: 'bar', level: 'info' }).log({ message: 'foo', level: 'error' });
      }),
    ),
  ),
  ...[
    ['default levels', { level: 'verbose', transports: [quiet()] }, 4, npm.slice(0, 4)],
    ['default levels, transport override', { level: 'info', transports: [Object.assign(quiet(), { level: 'debug' })] }, 5, npm.slice(0, 5)],
    ['default levels, no transports', { level: 'verbose', transports: [] }, 4, npm.slice(0, 4)],
    ['custom levels', { level: 'test', levels: custom, transports: [quiet()] }, 1, ['bad', 'test']],
    ['custom levels, no transports', { level: 'test', levels: custom, transports: [] }, 1, ['bad', 'test']],
    [
      'custom levels, transport override',
      { level: 'bad', levels: custom, transports: [Object.assign(quiet(), { level: 'ok' })] },
      2,
      ['bad', 'test', 'ok'],
    ],
  ].map(([title, options, highest, on]) =>
    same(`Log Levels > Log Levels Enabled > ${String(title)}`, { highest, asked: on, own: on }, (create) =>
      enabled(create({ ...(options as winston.LoggerOptions) }), 'levels' in (options as object) ? Object.keys(custom) : npm),
    ),
  ),
  same(`Transport Events > 'finish' event awaits transports to emit 'finish'`, [true, true, true], async (create) => {
    const transports = [0, 1, 2].map(() => new Transport({ log() {} }));
    const finished: boolean[] = [];
    const logger = create({ transports: transports as never });
    transports.forEach((transport, index) => transport.on('finish', () => (finished[index] = true)));
    transports[2]?.end();
    const done = new Promise((resolve) => logger.on('finish', resolve));
    setImmediate(() => logger.end());
    await done;
    return finished;
  }),
  ...['error', 'warn'].map((event) =>
    same(`Transport Events > ${event}`, [true, 'object'], (create) => {
      const transport = quiet();
      const logger = create({ transports: [transport] });
      let seen: unknown;
      logger.on(event, (error: unknown, from: unknown) => (seen = [error instanceof Error, typeof from]));
      transport.emit(event, new Error());
      return seen;
    }),
  ),
  outOfScope('Logging non-primitive data types > .info > https://github.com/winstonjs/winston/issues/2103', 'a `todo` without a body'),
]);
