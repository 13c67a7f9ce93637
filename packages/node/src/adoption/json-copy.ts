// A value without its secrets, for what becomes JSON or may become it.
import type { AdoptionParts } from './adopted-library.ts';
import { redactJson } from './finished-text.ts';
import { createCopyWalk } from './redacted-copy.ts';

/** What cannot be copied is there as its JSON would be. Undefined with an item that is not: the field is to be removed. */
export function copyField(owner: object, name: string, item: unknown, { copies, redaction }: AdoptionParts): unknown {
  const walk = createCopyWalk();
  const shown = copies.field(owner, name, item, walk);
  const json = walk.isOpaque ? (JSON.stringify(shown) as string | undefined) : undefined;
  return json === undefined ? shown : (JSON.parse(redactJson(json, redaction)) as unknown);
}
