// Loggers of winston that the service makes. Every record of every logger, child, container and exception handler passes `write` once, in
// the context of whoever logs. A format or `_transform` would be too late: under a slow transport they run in the context of another request.
import { format } from 'node:util';
import type { AdoptedLibrary, AdoptionParts } from './adopted-library.ts';
import { createCopyWalk, type CopyWalk } from './redacted-copy.ts';
import { redactFinishedText } from './finished-text.ts';

const splatKey = Symbol.for('splat');
const levelKey = Symbol.for('level');
const messageKey = Symbol.for('message');

type Info = Record<PropertyKey, unknown>;
/** What is left to do when the formats have run: nobody took the level of a record that is to be adopted then. */
type Left = 'search the text' | 'adopt';

interface LoggerPrototype {
  readonly silent?: boolean;
  write(this: LoggerPrototype, info: unknown, ...rest: readonly unknown[]): unknown;
  _transform(this: LoggerPrototype, info: unknown, ...rest: readonly unknown[]): unknown;
  push(this: LoggerPrototype, info: unknown, ...rest: readonly unknown[]): unknown;
  readonly isLevelEnabled?: (level: string) => boolean;
}

export const winston: AdoptedLibrary = {
  name: 'winston',
  files: { 'winston/lib/winston/logger.js': patch },
};

function patch(moduleExports: unknown, parts: AdoptionParts): void {
  const { prototype } = moduleExports as { readonly prototype: LoggerPrototype };
  const adopt = createAdopt(parts);
  // The first and the last are inherited from the stream.
  const { write, _transform: transform, push } = prototype;
  const unfinished = new WeakMap<object, Left>();
  /** Of the record whose formats run. They run in one turn. */
  let left: Left | undefined;

  prototype.write = function (info, ...rest) {
    let record = info;
    if (isInfo(info) && this.silent !== true) {
      try {
        if (isOn(this, info)) {
          const walk = createCopyWalk();
          record = adopt(info, walk);
          if (walk.isOpaque) unfinished.set(record as Info, 'search the text');
        } else unfinished.set(info, 'adopt');
      } catch (error) {
        parts.onFailure('winston', error);
      }
    }
    return write.call(this, record, ...rest);
  };
  prototype._transform = function (info, ...rest) {
    const outer = left;
    left = isInfo(info) ? unfinished.get(info) : undefined;
    try {
      return transform.call(this, info, ...rest);
    } finally {
      left = outer;
    }
  };
  prototype.push = function (info, ...rest) {
    let record = info;
    if (left !== undefined && isInfo(info)) {
      try {
        // A format may have raised the level of a record that nobody would have taken.
        if (left === 'search the text' || isOn(this, info)) record = finish(left === 'adopt' ? adopt(info, createCopyWalk()) : info, parts);
      } catch (error) {
        parts.onFailure('winston', error);
      }
    }
    return push.call(this, record, ...rest);
  };
}

function isInfo(info: unknown): info is Info {
  return typeof info === 'object' && info !== null;
}

/** Whether a transport takes the record. winston runs its formats also where none does. */
function isOn(logger: LoggerPrototype, info: Info): boolean {
  const level = info[levelKey] ?? info['level'];
  return typeof level !== 'string' || typeof logger.isLevelEnabled !== 'function' || logger.isLevelEnabled(level);
}

function finish(info: Info, { redaction }: AdoptionParts): Info {
  const text = info[messageKey];
  if (typeof text === 'string') info[messageKey] = redactFinishedText(text, redaction);
  return info;
}

function createAdopt({ redaction, copies, contextFields }: AdoptionParts): (info: Info, walk: CopyWalk) => Info {
  /** The ids that the service does not set itself. */
  function addMissing(target: Info, given: Info): void {
    const fields = contextFields();
    for (const key in fields) if (given[key] === undefined) target[key] = fields[key];
  }

  function adoptError(error: Error & Info, walk: CopyWalk): Info {
    const extra: Info = {};
    addMissing(extra, error);
    return copies.error(error, walk, extra) as Error & Info;
  }

  return (info, walk) => {
    // `format.errors` asks whether the record itself is an Error.
    if (info instanceof Error) return adoptError(info as Error & Info, walk);
    // Formats may write on the record: the caller's object stays as it was.
    const record: Info = {};
    for (const key of Object.keys(info)) {
      const now =
        key === 'level' ? info[key] : key === 'message' ? copies.value(info[key], walk) : copies.field(info, key, info[key], walk);
      if (now !== undefined || info[key] === undefined) record[key] = now;
    }
    for (const symbol of Object.getOwnPropertySymbols(info)) record[symbol] = info[symbol];
    if (Array.isArray(info[splatKey])) adoptSplat(record, info[splatKey], walk);
    addMissing(record, record);
    return record;
  };

  /** `'password=%s', 'x'`: neither half is a secret. The text is put together to see. */
  function adoptSplat(record: Info, splat: readonly unknown[], walk: CopyWalk): void {
    // `format.splat` takes elements out of the list that it is given.
    const args = [...(copies.value(splat, walk) as readonly unknown[])];
    record[splatKey] = args;
    const { message } = record;
    const tokens = typeof message === 'string' ? (message.match(/%[scdjifoO]/g)?.length ?? 0) : 0;
    if (tokens === 0) return;
    const whole = format(message, ...args.slice(0, tokens));
    const clean = redaction.redactText(whole);
    if (clean === whole) return;
    record[splatKey] = args.slice(tokens);
    record['message'] = args.length > tokens ? clean.replaceAll('%', '%%') : clean;
  }
}
