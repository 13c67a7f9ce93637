// Looks for secrets in text that left a process, in every form in which they could have left.

/** How much of a secret must be seen to call it a leak; of digits and of hex alone more, for timestamps and ids hold any eight of them. */
const longestWindow = 8;
const longestDigits = 12;
const digitsOrHex = /^[\da-f]+$/i;
/** Forms are found by how they start. */
const startLength = 6;

export interface Needle {
  readonly id: string;
  readonly forms: readonly string[];
}

export interface Leak {
  readonly id: string;
  /** What was found, and what stands around it. */
  readonly form: string;
  readonly around: string;
}

/** Everything that may not be seen of a secret; parts of it that `harmless` text has too do not count. */
export function buildNeedle(id: string, core: string, harmless = ''): Needle {
  const encoded = encodeURIComponent(core);
  const parts = [core, encoded, encoded.replaceAll('%20', '+')].flatMap(partsOf).filter((part) => !harmless.includes(part));
  const hex = Buffer.from(core).toString('hex');
  return { id, forms: [...new Set([...parts.flatMap(escapedForms), ...base64Forms(core), hex, hex.toUpperCase()])] };
}

/** The first leak of each secret. One pass over the text, whatever the number of secrets. */
export function findLeaks(text: string, needles: readonly Needle[]): readonly Leak[] {
  const byStart = new Map<string, { id: string; form: string }[]>();
  for (const { id, forms } of needles) {
    for (const form of forms) {
      const start = form.slice(0, startLength);
      const list = byStart.get(start);
      if (list === undefined) byStart.set(start, [{ id, form }]);
      else list.push({ id, form });
    }
  }
  const found = new Map<string, Leak>();
  for (let index = 0; index + startLength <= text.length; index++) {
    for (const { id, form } of byStart.get(text.slice(index, index + startLength)) ?? []) {
      if (!found.has(id) && text.startsWith(form, index))
        found.set(id, { id, form, around: text.slice(Math.max(0, index - 80), index + 80) });
    }
  }
  return [...found.values()];
}

/** Windows of the secret: part of a card number is a leak too. */
function partsOf(text: string): readonly string[] {
  if (text.length <= longestWindow) return [text];
  const parts = Array.from({ length: text.length - longestWindow + 1 }, (_, start) => {
    const part = text.slice(start, start + longestWindow);
    return digitsOrHex.test(part) ? text.slice(start, start + longestDigits) : part;
  }).filter((part) => !digitsOrHex.test(part) || part.length === longestDigits);
  return parts.length > 0 ? parts : [text];
}

/** Base64 of the text where it starts at each of the three offsets of a group, without the characters that its neighbours share. */
function base64Forms(text: string): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]).toString('base64');
    const start = offset === 0 ? 0 : offset + 1;
    const whole = encoded.slice(start, Math.floor(((offset + Buffer.byteLength(text)) * 8) / 6));
    return [whole, whole.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** JSON texts escape quotes, and JSON inside JSON escapes them again. */
function escapedForms(text: string): readonly string[] {
  const once = JSON.stringify(text).slice(1, -1);
  return [text, once, JSON.stringify(once).slice(1, -1)];
}
