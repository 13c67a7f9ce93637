// Loggers of winston that the service makes. Every record of every logger, child, container and exception handler passes `write` once, in
// the context of whoever logs. A format or `_transform` would be too late: under a slow transport they run in the context of another request.
import { format } from 'node:util';
import ownWinston from 'winston';
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
  write(this: LoggerPrototype, info: unknown, encoding: unknown, callback: unknown): unknown;
  _transform(this: LoggerPrototype, info: unknown, encoding: unknown, callback: unknown): unknown;
  push(this: LoggerPrototype, info: unknown, encoding: unknown): unknown;
  readonly isLevelEnabled?: (level: string) => boolean;
}

/** The SDK's own copy. In a bundle with the SDK it is the service's, and no file of it is ever loaded. */
export function adoptOwnWinston(parts: AdoptionParts): void {
  patch(ownWinston.Logger, parts);
}

export const winston: AdoptedLibrary = {
  name: 'winston',
  files: { 'winston/lib/winston/logger.js': patch },
  bundled: /Attempt to write logs with no transport[s]/,
};

const patched = new WeakSet<object>();

/** Adopts the loggers of one copy of winston. */
function patch(moduleExports: unknown, parts: AdoptionParts): void {
  const { prototype } = moduleExports as { readonly prototype: LoggerPrototype };
  if (patched.has(prototype)) return;
  patched.add(prototype);
  const adopt = createAdopt(parts);
  // The first and the last are inherited from the stream.
  const { write, _transform: transform, push } = prototype;
  // Formats run at once. Only where a transport is slow does a record wait for them.
  const waiting = new WeakMap<object, Left>();
  let written: Info | undefined;
  /** Of the record that is written, then of the record whose formats run. */
  let left: Left | undefined;

  prototype.write = function (info, encoding, callback) {
    if (!isInfo(info) || this.silent === true) return write.call(this, info, encoding, callback);
    let record = info;
    let leftOfRecord: Left | undefined;
    try {
      if (isOn(this, info)) {
        const walk = createCopyWalk();
        record = adopt(info, walk);
        if (walk.isOpaque) leftOfRecord = 'search the text';
      } else leftOfRecord = 'adopt';
    } catch (error) {
      parts.onFailure('winston', error);
      leftOfRecord = 'search the text';
    }
    // A format or a transport may log itself.
    const [outerWritten, outerLeft] = [written, left];
    written = leftOfRecord === undefined ? undefined : record;
    left = leftOfRecord;
    parts.passage.depth++;
    try {
      return write.call(this, record, encoding, callback);
    } finally {
      parts.passage.depth--;
      if (leftOfRecord !== undefined && written === record) waiting.set(record, leftOfRecord);
      written = outerWritten;
      left = outerLeft;
    }
  };
  prototype._transform = function (info, encoding, callback) {
    const outer = left;
    if (written !== undefined && info === written) written = undefined;
    else left = isInfo(info) ? waiting.get(info) : undefined;
    try {
      return transform.call(this, info, encoding, callback);
    } finally {
      left = outer;
    }
  };
  prototype.push = function (info, encoding) {
    if (left === undefined || !isInfo(info)) return push.call(this, info, encoding);
    let record = info;
    try {
      // A format may have raised the level of a record that nobody would have taken.
      if (left === 'search the text' || isOn(this, info)) record = finish(left === 'adopt' ? adopt(info, createCopyWalk()) : info, parts);
    } catch (error) {
      parts.onFailure('winston', error);
    }
    return push.call(this, record, encoding);
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

function createAdopt({ redaction, copies, addContext }: AdoptionParts): (info: Info, walk: CopyWalk) => Info {
  return (info, walk) => {
    if (info instanceof Error) return adoptError(info as Error & Info, walk);
    // Formats may write on the record: the caller's object stays as it was. The spread copies symbols, too.
    const record: Info = { ...info };
    let isChanged = false;
    for (const key in record) {
      const old = record[key];
      const now = key === 'level' ? old : key === 'message' ? copies.value(old, walk) : copies.field(info, key, old, walk);
      if (now === old) continue;
      isChanged = true;
      if (now === undefined) delete record[key];
      else record[key] = now;
    }
    const splat = info[splatKey];
    if (Array.isArray(splat)) record[splatKey] = adoptSplat(record, info, splat, isChanged, walk);
    addContext(record);
    return record;
  };

  /** `format.errors` asks whether the record itself is an Error. */
  function adoptError(error: Error & Info, walk: CopyWalk): Info {
    const copy = copies.error(error, walk, {}) as Error & Info;
    addContext(copy);
    return copy;
  }

  /** What `format.splat` puts into the message. It takes elements out of the list, so the list is a copy. */
  function adoptSplat(record: Info, info: Info, splat: readonly unknown[], isChanged: boolean, walk: CopyWalk): unknown[] {
    const args = splat.map((item) => (isWhole(item, info) ? takeFields(item, record, isChanged) : copies.value(item, walk)));
    const { message } = record;
    if (typeof message !== 'string' || !message.includes('%')) return args;
    const tokens = message.match(/%[scdjifoO]/g)?.length ?? 0;
    if (tokens === 0) return args;
    // `'password=%s', 'x'`: neither half is a secret. The text is put together to see.
    const whole = format(message, ...args.slice(0, tokens));
    const clean = redaction.redactText(whole);
    if (clean === whole) return args;
    record['message'] = args.length > tokens ? clean.replaceAll('%', '%%') : clean;
    return args.slice(tokens);
  }
}

/** Whether all fields of the item are fields of the record: then they have been looked at. */
function isWhole(item: unknown, info: Info): item is Info {
  if (typeof item !== 'object' || item === null || Object.getPrototypeOf(item) !== Object.prototype) return false;
  for (const key in item) if (info[key] !== (item as Info)[key]) return false;
  return true;
}

function takeFields(item: Info, record: Info, isChanged: boolean): Info {
  if (!isChanged) return item;
  const copy: Info = {};
  for (const key in item) if (key in record) copy[key] = record[key];
  return copy;
}
