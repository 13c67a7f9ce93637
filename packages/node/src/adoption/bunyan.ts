// Loggers of bunyan. One method has each record, with its fields copied and its serializers done, for streams of text and of objects alike.
import type { AdoptedLibrary, AdoptionParts } from './adopted-library.ts';
import { redactJson } from './finished-text.ts';
import { createCopyWalk } from './redacted-copy.ts';

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

function adopt(entry: Entry, { copies, redaction, addContext }: AdoptionParts): Entry {
  const adopted: Entry = {};
  for (const [key, item] of Object.entries(entry)) {
    if (own.has(key)) {
      adopted[key] = item;
      continue;
    }
    const walk = createCopyWalk();
    const shown = copies.field(entry, key, item, walk);
    if (shown === undefined && item !== undefined) continue;
    // What cannot be copied is shown as its JSON would be.
    const json = walk.isOpaque ? (JSON.stringify(shown) as string | undefined) : undefined;
    adopted[key] = json === undefined ? shown : (JSON.parse(redactJson(json, redaction)) as unknown);
  }
  addContext(adopted);
  return adopted;
}
