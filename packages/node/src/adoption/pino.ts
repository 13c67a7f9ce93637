// Loggers of pino. All instances and children of one copy share a prototype, and one method of it makes the finished line: after mixin,
// formatters, serializers and the `redact` option. Streams and worker transports get that text only.
import { createRequire } from 'node:module';
import type { AdoptedLibrary, AdoptionParts } from './adopted-library.ts';
import { redactJson } from './finished-text.ts';

interface Symbols {
  readonly asJsonSym: symbol;
  readonly lsCacheSym: symbol;
  readonly chindingsSym: symbol;
}
type AsJson = (this: Prototype, fields: unknown, message: unknown, level: number, time: string) => string;
type Prototype = Record<symbol, unknown>;

const mostBindings = 1000;

export const pino: AdoptedLibrary = {
  name: 'pino',
  files: { 'pino/lib/proto.js': patch },
  bundled: /prettyPrint option is no longer supporte[d]/,
};

function patch(moduleExports: unknown, parts: AdoptionParts, path: string): void {
  // They are not shared by name: each copy has its own.
  const { asJsonSym, lsCacheSym, chindingsSym } = createRequire(path)('./symbols.js') as Symbols;
  const prototype = Object.getPrototypeOf((moduleExports as () => object)()) as Prototype;
  const asJson = prototype[asJsonSym] as AsJson;
  const adoptLine = createAdoptLine(parts);
  prototype[asJsonSym] = function (this: Prototype, fields, message, level, time) {
    const line = asJson.call(this, fields, message, level, time);
    try {
      const head = (this[lsCacheSym] as Record<number, string>)[level] ?? '';
      return adoptLine(line, head.length + time.length, this[chindingsSym] as string);
    } catch (error) {
      parts.onFailure('pino', error);
      return line;
    }
  } satisfies AsJson;
}

/** A line is level and time, the bindings of the child, fields, message, line end. */
function createAdoptLine({ redaction, contextFragment, addContext }: AdoptionParts) {
  // The bindings of a child are the same text in each of its lines.
  const known = new Map<string, string>();
  const cleanBindings = (bindings: string): string => {
    let clean = known.get(bindings);
    if (clean === undefined) {
      if (known.size >= mostBindings) known.clear();
      known.set(bindings, (clean = redactJson(bindings, redaction)));
    }
    return clean;
  };
  /** The ids that the line does not have yet. */
  const missingIds = (tail: string, bindings: string): string => {
    const fragment = contextFragment();
    if (fragment === '') return '';
    const has = (key: string): boolean => tail.includes(`"${key}":`) || bindings.includes(`"${key}":`);
    if (!has('trace_id') && !has('correlation_id')) return fragment;
    const record: Record<string, unknown> = {};
    for (const key of ['trace_id', 'correlation_id']) if (has(key)) record[key] = '';
    addContext(record);
    return Object.entries(record)
      .map(([key, value]) => (value === '' ? '' : `,"${key}":"${String(value)}"`))
      .join('');
  };

  return (line: string, start: number, bindings: string): string => {
    const end = line.lastIndexOf('}');
    // Bindings may be elsewhere than expected. Then all of the line is fields.
    const isPlain = line.startsWith(bindings, start);
    const bound = isPlain ? bindings : '';
    const fieldsStart = isPlain ? start + bindings.length : line.indexOf(',');
    if (end === -1 || fieldsStart === -1 || fieldsStart > end) return line;
    const tail = line.slice(fieldsStart, end);
    const cleanTail = redactJson(tail, redaction);
    const cleanBound = bound === '' ? '' : cleanBindings(bound);
    const ids = missingIds(tail, bound);
    if (ids === '' && cleanTail === tail && cleanBound === bound) return line;
    return line.slice(0, fieldsStart - bound.length) + cleanBound + cleanTail + ids + line.slice(end);
  };
}
