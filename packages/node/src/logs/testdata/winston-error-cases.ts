// test/unit/formats/errors.test.js: an error given to a logger whose format is `errors()`.
import winston from 'winston';
import { casesOf, collect, differs, same, type Create, type WinstonCase } from './winston-case.ts';

const text = 'Errors lack .toJSON() lulz';
const custom = { something: true, wut: 'another string' };
const meta = { thisIsMeta: true, anyValue: 'a string' };
const { errors, combine, printf } = winston.format;

const build = (properties: object = {}): Error => Object.assign(new Error(text), properties);

/** Level, message, the fields that the case asks for, and those of them that are under `error`. */
function seen(create: Create, use: (logger: winston.Logger) => void, fields: readonly string[], format: winston.Logform.Format): unknown {
  const [info] = collect(create, use, { format });
  const error = (info?.['error'] ?? {}) as Record<string, unknown>;
  const pick = (holder: Record<string, unknown>): object =>
    Object.fromEntries(fields.filter((field) => holder[field] !== undefined).map((field) => [field, holder[field]]));
  return { level: info?.level, message: info?.message, fields: pick({ ...info }), ofError: pick(error) };
}

type Use = (logger: winston.Logger, error: Error) => void;

const metaFields = Object.keys(meta);
const customFields = Object.keys(custom);
const caught = combine(errors(), printf((info) => String(info.message))); // prettier-ignore

/** An error alone or with metadata: the same record, unless the error has fields of its own. */
function alone(title: string, use: Use, expected: object): ReturnType<typeof same> {
  return same(title, { level: 'info', message: text, fields: expected, ofError: {} }, (create) =>
    seen(create, (logger) => use(logger, build()), metaFields, errors()),
  );
}

function withFields(title: string, use: Use, expected: object, level = 'info'): ReturnType<typeof differs> {
  return differs(
    title,
    {
      winston: { level, message: text, fields: { ...custom, ...expected }, ofError: {} },
      plinth: { level, message: text, fields: expected, ofError: custom },
      why: 'fields of an error stay with it, under `error`: at the top they would overwrite fields of the record',
    },
    (create) => seen(create, (logger) => use(logger, build(custom)), [...metaFields, ...customFields], errors()),
  );
}

function withMessage(title: string, use: Use, properties: object): ReturnType<typeof differs> {
  return differs(
    title,
    {
      winston: { level: 'info', message: `Caught error: ${text}`, fields: properties, ofError: {} },
      plinth: { level: 'info', message: 'Caught error:', fields: {}, ofError: { ...properties, message: text } },
      why: 'the message stays as it was given, so that records group by it; the message of the error is `error.message`',
    },
    (create) => {
      const { fields, ...rest } = seen(create, (logger) => use(logger, build(properties)), [...customFields, 'message'], caught) as {
        fields: { message?: unknown };
      };
      const { message: _message, ...others } = fields;
      return { ...rest, fields: others };
    },
  );
}

export const errorCases: readonly WinstonCase[] = casesOf('test/unit/formats/errors.test.js', [
  alone('logger.log(level, error)', (logger, error) => logger.log('info', error as never), {}),
  withFields('logger.log(level, error) [custom error properties]', (logger, error) => logger.log('info', error as never), {}),
  alone('logger.log(level, error, meta)', (logger, error) => logger.log('info', error as never, meta), meta),
  withFields('logger.log(level, error, meta) [custom error properties]', (logger, error) => logger.log('info', error as never, meta), meta),
  withMessage('logger.log(level, msg, meta<error>)', (logger, error) => logger.log('info', 'Caught error:', error), {}),
  withMessage(
    'logger.log(level, msg, meta<error>) [custom error properties]',
    (logger, error) => logger.log('info', 'Caught error:', error),
    custom,
  ),
  alone('logger.<level>(error)', (logger, error) => logger.info(error as never), {}),
  withFields('logger.<level>(error) [custom error properties]', (logger, error) => logger.info(error as never), {}),
  alone('logger.<level>(error, meta)', (logger, error) => logger.info(error as never, meta), meta),
  withFields('logger.<level>(error, meta) [custom error properties]', (logger, error) => logger.info(error as never, meta), meta),
  withMessage('logger.<level>(msg, meta<error>)', (logger, error) => logger.info('Caught error:', error), {}),
  withMessage('logger.<level>(msg, meta<error>) [custom error properties]', (logger, error) => logger.info('Caught error:', error), custom),
  same('Promise.reject().catch(logger.<level>)', ['error', text], async (create) => {
    let logged: Promise<void> | undefined;
    const infos = collect(
      create,
      (logger) => {
        logged = Promise.reject(build()).catch(logger.error.bind(logger) as never);
      },
      {
        format: errors(),
      },
    );
    await logged;
    return [infos[0]?.level, infos[0]?.message];
  }),
  differs(
    'Promise.reject().catch(logger.<level>) [custom error properties]',
    {
      winston: ['error', text, custom, undefined],
      plinth: ['error', text, {}, custom],
      why: 'fields of an error stay with it, under `error`',
    },
    async (create) => {
      let logged: Promise<void> | undefined;
      const infos = collect(
        create,
        (logger) => {
          logged = Promise.reject(build(custom)).catch(logger.error.bind(logger) as never);
        },
        {
          format: errors(),
        },
      );
      await logged;
      const info = infos[0];
      const pick = (holder: Record<string, unknown> | undefined): object | undefined =>
        holder && Object.fromEntries(customFields.filter((field) => field in holder).map((field) => [field, holder[field]]));
      return [info?.level, info?.message, pick(info), pick(info?.['error'] as Record<string, unknown> | undefined)];
    },
  ),
]);
