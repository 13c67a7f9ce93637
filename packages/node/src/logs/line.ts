// One log record as one line of JSON. The catalog says in which order its fields stand.
import { logFields, severityNumbers, type DataClass } from '@plinth/catalog';
import type { LineCaps } from './caps.ts';
import { flatten, quote } from './json-text.ts';
import type { Serializer } from './serializer.ts';
import { createWalk, type Walk } from './walk.ts';

/** What a call of the logger says, in whatever form. */
export interface Entry {
  readonly message: unknown;
  /** Own enumerable properties become fields of the line. */
  readonly meta: object | undefined;
  /** Keys of `meta` that are not fields. */
  readonly except: object | undefined;
  readonly error: Error | undefined;
  /** Arguments that are neither fields nor errors, and that no token of the message asks for. */
  readonly rest: readonly unknown[] | undefined;
}

/** What a child logger adds to each line. */
export interface Scope {
  readonly name: string | undefined;
  readonly bindings: object;
  /** The bindings as JSON text, `,"key":value,…`. */
  readonly fragment: string;
}

export interface LineBuilderOptions {
  readonly serializer: Serializer;
  readonly caps: LineCaps;
  readonly timestamp: () => string;
  /** Attributes of the process that every line carries. */
  readonly resource: Readonly<Record<string, string>>;
  /** Fields of the active trace and operation as JSON text: `,"trace_id":"…",…`. Empty outside of a trace. */
  readonly contextFragment: () => string;
}

export interface LineBuilder {
  build(level: string, entry: Entry, scope: Scope | undefined): string;
  /** The fast way for the two most common forms: text, and text with fields. */
  buildText(level: string, message: string, meta: object | undefined, scope: Scope | undefined): string;
  buildEvent(level: string, event: EventEntry, scope: Scope | undefined): string;
  buildScope(bindings: object, parent: Scope | undefined): Scope;
  /** A line of the logger itself. It belongs to no trace. */
  buildOwn(level: string, message: string, fields?: Readonly<Record<string, unknown>>): string;
}

export interface EventEntry {
  readonly name: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** A field without a class counts as `internal`. */
  readonly classes: Readonly<Record<string, DataClass>>;
}

// Room for markers of cut values, for brackets and commas: no budget counts them.
const slack = 1024;
// A longer message counts against the room of the line. A shorter message cannot fill the line.
const shortMessage = 1024;
const timestampStart = `{"${logFields.timestamp}":"`;
const baggageStart = `,"${logFields.baggage}":`;

export function createLineBuilder({ serializer, caps, timestamp, resource, contextFragment }: LineBuilderOptions): LineBuilder {
  const resourceFragment = Object.entries(resource)
    .map(([key, value]) => `,${quote(key)}:${quote(value)}`)
    .join('');
  const heads = new Map<string, string>();

  function head(level: string): string {
    let text = heads.get(level);
    if (text === undefined) {
      const number = (severityNumbers as Readonly<Record<string, number>>)[level] ?? 0;
      text = flatten(`","${logFields.level}":${quote(level)},"${logFields.severityNumber}":${number},"${logFields.message}":`);
      heads.set(level, text);
    }
    return timestampStart + timestamp() + text;
  }

  /** Three quarters of the line are for fields. The error gets what they leave, and the last quarter. */
  function startWalk(used: number, scope: Scope | undefined): Walk {
    const budget = Math.max(0, caps.line - slack - used - (scope?.fragment.length ?? 0)) * 0.75;
    return createWalk(budget, scope?.bindings);
  }

  function origin(scope: Scope | undefined, event: string): string {
    const context = contextFragment();
    if (event === '' && scope?.name === undefined) return resourceFragment + context;
    const own = event + (scope?.name === undefined ? '' : `,"${logFields.logger}":${quote(scope.name)}`);
    const baggage = context.indexOf(baggageStart);
    if (baggage === -1) return resourceFragment + context + own;
    return resourceFragment + context.slice(0, baggage) + own + context.slice(baggage);
  }

  function bindings(scope: Scope | undefined, walk: Walk, meta: object): string {
    if (scope === undefined) return '';
    // A field of the call wins over the binding of the same name.
    return walk.collided ? serializer.fields(scope.bindings, createWalk(caps.line / 4), meta) : scope.fragment;
  }

  function error(found: Error | undefined, walk: Walk): string {
    if (found === undefined) return '';
    walk.budget = Math.max(walk.budget, 0) + caps.line / 4;
    return `,"${logFields.error}":${serializer.error(found, walk)}`;
  }

  function message(content: unknown, walk: Walk): string {
    if (typeof content === 'string') return serializer.text(content, walk);
    if (content === undefined) return '""';
    if (typeof content === 'symbol') return serializer.text(String(content), walk);
    if (typeof content === 'function') return serializer.text(`[Function: ${content.name}]`, walk);
    return serializer.value(content, walk) ?? '""';
  }

  function buildText(level: string, content: string, meta: object | undefined, scope: Scope | undefined): string {
    const start = head(level);
    const where = origin(scope, '');
    if (meta === undefined && content.length <= shortMessage) {
      return `${start}${serializer.shortText(content)}${where}${scope === undefined ? '' : scope.fragment}}\n`;
    }
    const walk = startWalk(start.length + where.length, scope);
    const text = serializer.text(content, walk);
    if (meta === undefined) return `${start}${text}${where}${scope === undefined ? '' : scope.fragment}}\n`;
    const fields = serializer.fields(meta, walk);
    return `${start}${text}${where}${bindings(scope, walk, meta)}${fields}${error(walk.error, walk)}}\n`;
  }

  function build(level: string, entry: Entry, scope: Scope | undefined): string {
    const start = head(level);
    const where = origin(scope, '');
    const walk = startWalk(start.length + where.length, scope);
    walk.error = entry.error;
    const text = message(entry.message, walk);
    const { meta } = entry;
    const fields = meta === undefined ? '' : serializer.fields(meta, walk, entry.except);
    const rest = entry.rest === undefined ? '' : serializer.fields({ args: entry.rest }, walk);
    return `${start}${text}${where}${bindings(scope, walk, meta ?? {})}${fields}${rest}${error(walk.error, walk)}}\n`;
  }

  function buildEvent(level: string, event: EventEntry, scope: Scope | undefined): string {
    const start = head(level);
    const where = origin(scope, `,"${logFields.event}":${quote(event.name)}`);
    const walk = startWalk(start.length + where.length, scope);
    const text = serializer.text(event.message, walk);
    const fields = serializer.classedFields(event.fields, event.classes, walk);
    return `${start}${text}${where}${bindings(scope, walk, event.fields)}${fields}${error(walk.error, walk)}}\n`;
  }

  return {
    build,
    buildText,
    buildEvent,
    buildScope(own, parent) {
      const { [logFields.logger]: name, ...rest } = copyBindings(own);
      const isNamed = typeof name === 'string';
      const bindings = { ...parent?.bindings, ...rest, ...(isNamed || name === undefined ? {} : { [logFields.logger]: name }) };
      const fragment = flatten(serializer.fields(bindings, createWalk(caps.line / 4)));
      return { name: isNamed ? (JSON.parse(serializer.shortText(name)) as string) : parent?.name, bindings, fragment };
    },
    buildOwn(level, text, fields = {}) {
      return `${head(level)}${quote(text)}${resourceFragment}${serializer.fields(fields, createWalk(caps.line / 4))}}\n`;
    },
  };
}

/** The own properties as they are now. */
function copyBindings(bindings: unknown): Record<string, unknown> {
  // The copy has no prototype: a key may be called __proto__.
  const copy = Object.create(null) as Record<string, unknown>;
  if (typeof bindings !== 'object' || bindings === null) return copy;
  try {
    for (const name of Object.keys(bindings)) copy[name] = readBinding(bindings as Record<string, unknown>, name);
  } catch {
    // A proxy that does not say its keys has no bindings.
  }
  return copy;
}

function readBinding(bindings: Readonly<Record<string, unknown>>, name: string): unknown {
  try {
    return bindings[name];
  } catch {
    return '[Getter threw]';
  }
}
