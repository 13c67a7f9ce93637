// Loggers of bunyan. One method has each record, with its fields copied and its serializers done, for streams of text and of objects alike.
import type { AdoptedLibrary, AdoptionParts } from './adopted-library.ts';
import { copyField } from './json-copy.ts';

type Entry = Record<string, unknown>;
type Emit = (this: unknown, entry: Entry, ...rest: readonly unknown[]) => unknown;

export const bunyan: AdoptedLibrary = {
  name: 'bunyan',
  files: { 'bunyan/lib/bunyan.js': patch },
  bundled: /Bunyan serializer\. This should never happe[n]/,
};

/** Fields of bunyan's own. */
const own = new Set(['name', 'hostname', 'pid', 'level', 'time', 'v']);

function patch(moduleExports: unknown, parts: AdoptionParts): void {
  const { prototype } = moduleExports as { readonly prototype: { _emit: Emit } };
  const { _emit: emit } = prototype;
  prototype._emit = function (entry, ...rest) {
    let adopted = entry;
    try {
      adopted = adopt(entry, parts);
    } catch (error) {
      parts.onFailure('bunyan', error);
    }
    return emit.call(this, adopted, ...rest);
  };
}

function adopt(entry: Entry, parts: AdoptionParts): Entry {
  const adopted: Entry = {};
  for (const [key, item] of Object.entries(entry)) {
    const shown = own.has(key) ? item : copyField(entry, key, item, parts);
    if (shown !== undefined || item === undefined) adopted[key] = shown;
  }
  parts.addContext(adopted);
  return adopted;
}
