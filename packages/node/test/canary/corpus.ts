// The canary corpus: secrets, texts that carry them, ordinary log lines. testdata/canary/README.md says how it was made.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSlots } from './slots.ts';

/**
 * `named`: only the name of its field gives it away. `checked`: has check digits. `pattern`: has a form. `unnamed`: has no form that
 * tells it from harmless text; it is only redacted under a name.
 */
export type SecretClass = 'named' | 'checked' | 'pattern' | 'unnamed';

export interface Secret {
  readonly id: string;
  readonly kind: string;
  readonly class: SecretClass;
  /** The field that holds it. */
  readonly key: string;
  readonly value: string;
  /** The part that must not leave: without a prefix that only says whose key it is. */
  readonly core: string;
}

export interface CarrierText {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly core: string;
  /** The text around the secret. */
  readonly template: string;
  readonly heldOut: boolean;
}

export interface OrdinaryLine {
  readonly id: string;
  readonly text: string;
  readonly heldOut: boolean;
}

interface SecretRow {
  readonly kind: string;
  readonly class: SecretClass;
  readonly keys: readonly string[];
  readonly values: readonly string[];
  readonly names?: readonly string[];
}

const folder = join(import.meta.dirname, '../../testdata/canary');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

const fillingsOfLine = 5;
const valuesOfText = 4;

/** Half of all ids, and always the same half. */
function isHeldOut(id: string): boolean {
  return (createHash('sha256').update(id).digest()[0] ?? 0) % 2 === 1;
}

export function readSecrets(): readonly Secret[] {
  const rows = JSON.parse(read('secrets.json')) as readonly SecretRow[];
  return rows.flatMap((row) =>
    row.values.map((kept, index) => {
      const bar = kept.indexOf('|');
      const key = row.keys[index % row.keys.length] ?? '';
      return {
        id: `${row.kind}/${row.names?.[index] ?? index}`,
        kind: row.kind,
        class: row.class,
        key,
        value: kept.replace('|', ''),
        core: kept.slice(bar + 1),
      };
    }),
  );
}

/** Texts by kind. A text is held out with all its values; of vendor keys, a vendor is held out with all its texts. */
export function readCarrierTexts(): readonly CarrierText[] {
  const secrets = readSecrets();
  const templates = JSON.parse(read('texts.json')) as Readonly<Record<string, readonly string[]>>;
  return Object.entries(templates).flatMap(([kind, texts]) => {
    const values = secrets.filter((secret) => secret.kind === (kind === 'connection string' ? 'password in text' : kind));
    if (kind === 'vendor key') return values.flatMap((secret) => texts.map((template) => carry(kind, template, secret, secret.id)));
    return texts.flatMap((template, index) =>
      Array.from({ length: Math.min(valuesOfText, values.length) }, (_, step) => values[(index + step) % values.length])
        .filter((secret) => secret !== undefined)
        .map((secret) => carry(kind, template, secret, `${kind}/${template}`)),
    );
  });
}

function carry(kind: string, template: string, { value, core }: Secret, id: string): CarrierText {
  const text = template
    .replaceAll('{}', () => value)
    .replaceAll('{pct}', () => encodeURIComponent(value))
    .replaceAll('{b64}', () => Buffer.from(`bob:${value}`).toString('base64'));
  return { id, kind, text, core, template, heldOut: isHeldOut(id) };
}

/** Log lines without a secret: each shape of the corpus filled several times from a seeded generator. */
export function readOrdinaryLines(): readonly OrdinaryLine[] {
  const fill = createSlots(20_260_101);
  return read('ordinary.txt')
    .split('\n')
    .filter((shape) => shape !== '')
    .flatMap((shape) => Array.from({ length: fillingsOfLine }, () => ({ id: shape, text: fill(shape), heldOut: isHeldOut(shape) })));
}
