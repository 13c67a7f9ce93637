// A copy of what a service logs, without its secrets. The caller's own objects are never written to.
import { createKeyTable, type KnownKey } from '../logs/key-table.ts';
import { isLongNumber } from '../redaction/numbers.ts';
import { redactedMarker, type Redaction } from '../redaction/redact.ts';

/** State of one record: all its values are copied with the same one. */
export interface CopyWalk {
  /** Whether something was met that cannot be copied: the finished text must be searched, too. */
  isOpaque: boolean;
  depth: number;
  seen: Map<object, Seen> | undefined;
}

interface Seen {
  /** What stands for the object. Undefined while it is walked and nobody has asked for it. */
  result: object | undefined;
}

export interface RedactedCopies {
  /** The value itself where it has no secret, else a copy without it. */
  readonly value: (item: unknown, walk: CopyWalk) => unknown;
  /** The same for a field, which may be secret by its name. Undefined with a value that is not: the field is to be removed. */
  readonly field: (owner: object, name: string, item: unknown, walk: CopyWalk) => unknown;
  /** An Error of the same class. It is always a copy where `extra` has fields for it. */
  readonly error: (error: Error, walk: CopyWalk, extra?: Readonly<Record<PropertyKey, unknown>>) => Error;
}

export function createCopyWalk(): CopyWalk {
  return { isOpaque: false, depth: 0, seen: undefined };
}

/** Deeper objects are left as they are, and the text is searched. */
const deepest = 12;
const rawLists = new Set(['rawHeaders', 'rawTrailers']);
/** Text of a class or constructor that keeps values outside of its fields: a method of a copy would throw. */
const hidesState = /#\w|\.(?:set|add)\(this|[pP]rivate/;

export function createRedactedCopies(redaction: Redaction): RedactedCopies {
  const lookUpKey = createKeyTable(redaction);
  const hidingClasses = new WeakMap<object, boolean>();

  function value(item: unknown, walk: CopyWalk): unknown {
    if (typeof item === 'string') return redaction.redactText(item);
    if (typeof item === 'number') return isLongNumber(item) ? redaction.redactNumber(item) : item;
    if (typeof item === 'bigint') return bigint(item);
    return typeof item === 'object' && item !== null ? object(item, walk) : item;
  }

  function bigint(item: bigint): bigint | string {
    const text = String(item);
    const shown = redaction.redactText(text);
    return shown === text ? item : shown;
  }

  function object(item: object, walk: CopyWalk): unknown {
    if (item instanceof Date) return item;
    const isList = Array.isArray(item);
    if (!isList && !(item instanceof Error) && isOpaque(item)) return leave(item, walk);
    if (walk.depth >= deepest) return leave(item, walk);
    const known = walk.seen?.get(item);
    // An object that holds itself must not lead to the original: from here on there is a copy, which is filled later.
    if (known !== undefined) return (known.result ??= createShell(item));
    walk.seen ??= new Map();
    const seen: Seen = { result: undefined };
    walk.seen.set(item, seen);
    walk.depth++;
    try {
      if (item instanceof Error) return (seen.result = error(item, walk, undefined, seen));
      const changes = isList ? findElements(item, walk) : findFields(item, walk);
      if (changes === undefined && seen.result === undefined) return (seen.result = item);
      return (seen.result = fill(seen.result ?? createShell(item), item, changes));
    } finally {
      walk.depth--;
    }
  }

  function leave(item: object, walk: CopyWalk): object {
    walk.isOpaque = true;
    return item;
  }

  /** What shows something else than its fields. */
  function isOpaque(item: object): boolean {
    if (typeof (item as { toJSON?: unknown }).toJSON === 'function') return true;
    const prototype: unknown = Object.getPrototypeOf(item);
    if (prototype === Object.prototype || prototype === null) return false;
    const { pipe, entries, then } = item as { readonly pipe?: unknown; readonly entries?: unknown; readonly then?: unknown };
    if (ArrayBuffer.isView(item) || typeof pipe === 'function' || typeof entries === 'function' || typeof then === 'function') return true;
    return hidesItsState(prototype as object);
  }

  function hidesItsState(prototype: object): boolean {
    const known = hidingClasses.get(prototype);
    if (known !== undefined) return known;
    let hides = false;
    for (let at: object | null = prototype; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at) as object | null) {
      const { constructor } = at as { readonly constructor?: unknown };
      if (typeof constructor === 'function' && hidesState.test(Function.prototype.toString.call(constructor))) hides = true;
    }
    hidingClasses.set(prototype, hides);
    return hides;
  }

  function findElements(items: readonly unknown[], walk: CopyWalk): Map<string, unknown> | undefined {
    let changes: Map<string, unknown> | undefined;
    // The list may be [name, value]: an entry of a header list, or of Object.entries.
    const isSecretPair = items.length === 2 && typeof items[0] === 'string' && redaction.isSecretKey(items[0]);
    for (let index = 0; index < items.length; index++) {
      const old = items[index];
      const now = isSecretPair && index === 1 ? (redaction.conceal(() => old) ?? redactedMarker) : value(old, walk);
      if (now !== old) (changes ??= new Map()).set(String(index), now);
    }
    return changes;
  }

  function findFields(item: object, walk: CopyWalk): Map<string, unknown> | undefined {
    let changes: Map<string, unknown> | undefined;
    for (const name of Object.keys(item)) {
      const old = (item as Record<string, unknown>)[name];
      const now = field(item, name, old, walk);
      if (!Object.is(now, old)) (changes ??= new Map()).set(name, now);
    }
    return changes;
  }

  function field(owner: object, name: string, item: unknown, walk: CopyWalk): unknown {
    if (item === null || item === undefined) return item;
    const key = lookUpKey(name);
    if (isSecret(owner, key)) return redaction.conceal(() => item);
    if (rawLists.has(name) && Array.isArray(item)) return rawList(item, walk);
    return name === 'stack' && typeof item === 'string' ? redaction.redactStack(item) : value(item, walk);
  }

  function isSecret(owner: object, key: KnownKey): boolean {
    if (key.secret || !key.namedBySibling) return key.secret;
    const { name, key: otherName } = owner as { name?: unknown; key?: unknown };
    const label = name ?? otherName;
    return typeof label === 'string' && redaction.isSecretKey(label);
  }

  /** A list like `rawHeaders` of Node, with names and values in turn. */
  function rawList(items: readonly unknown[], walk: CopyWalk): unknown {
    const concealed = items.map((item, index) => {
      const name = index % 2 === 1 ? items[index - 1] : undefined;
      return typeof name === 'string' && redaction.isSecretKey(name)
        ? (redaction.conceal(() => item) ?? redactedMarker)
        : value(item, walk);
    });
    return concealed.every((item, index) => item === items[index]) ? items : concealed;
  }

  function error(item: Error, walk: CopyWalk, extra?: Readonly<Record<PropertyKey, unknown>>, seen?: Seen): Error {
    const message = redaction.redactText(String(item.message));
    const stack = typeof item.stack === 'string' ? redaction.redactStack(item.stack) : item.stack;
    const changes = findFields(item, walk);
    const cause = value(item.cause, walk);
    const { errors } = item as { readonly errors?: unknown };
    const parts = Object.hasOwn(item, 'errors') && !Object.keys(item).includes('errors') ? value(errors, walk) : errors;
    const isSame = message === item.message && stack === item.stack && cause === item.cause && parts === errors;
    if (isSame && changes === undefined && extra === undefined && seen?.result === undefined) return item;
    const copy = (seen?.result ?? createShell(item)) as Error;
    hide(copy, 'message', message);
    hide(copy, 'stack', stack);
    if ('cause' in item) hide(copy, 'cause', cause);
    if (parts !== undefined && !Object.keys(item).includes('errors')) hide(copy, 'errors', parts);
    return Object.assign(fill(copy, item, changes) as Error, extra);
  }

  return { value, field, error };
}

function hide(copy: object, name: string, value: unknown): void {
  Object.defineProperty(copy, name, { value, writable: true, configurable: true, enumerable: false });
}

/** An empty object that stands for the item: formats ask what it is an instance of. */
function createShell(item: object): object {
  if (Array.isArray(item)) return [];
  const prototype = Object.getPrototypeOf(item) as object | null;
  if (!(item instanceof Error)) return prototype === Object.prototype ? {} : (Object.create(prototype) as object);
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const shell = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return Object.setPrototypeOf(shell, prototype) as object;
}

/** `assign` copies symbols, too: winston has its own in a record. */
function fill(copy: object, item: object, changes: ReadonlyMap<string, unknown> | undefined): object {
  Object.assign(copy, item);
  for (const [name, now] of changes ?? []) {
    if (now === undefined) Reflect.deleteProperty(copy, name);
    else (copy as Record<string, unknown>)[name] = now;
  }
  return copy;
}
