// Fills the slots of a line's shape: `{uuid}`, `{ms}`, `{hex40}` … From a seed, so that every run sees the same lines.

const digits = '0123456789';
const hex = '0123456789abcdef';
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const base62 = upper + upper.toLowerCase() + digits;
const base64 = `${base62}+/`;
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const words = 'green cotton shirt wool hat linen bag steel mug oak desk glass lamp paper box'.split(' ');

/** A fill function with a generator of its own. */
export function createSlots(seed: number): (shape: string) => string {
  let state = seed;
  // mulberry32
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(random() * limit);
  const from = (alphabet: string, length: number): string => Array.from({ length }, () => alphabet[below(alphabet.length)]).join('');
  const two = (limit: number, base = 0): string => String(base + below(limit)).padStart(2, '0');
  const date = (): string => `202${below(6)}-${two(12, 1)}-${two(28, 1)}`;
  const uuid = (version: string): string => `${from(hex, 8)}-${from(hex, 4)}-${version}${from(hex, 3)}-a${from(hex, 3)}-${from(hex, 12)}`;
  const epoch = (): number => 1_700_000_000 + below(80_000_000);

  const named: Readonly<Record<string, () => string>> = {
    int: () => String(below(10 ** (1 + below(5)))),
    ms: () => String(below(3000)),
    port: () => String(1024 + below(64_000)),
    ip: () => `${10 + below(180)}.${below(256)}.${below(256)}.${1 + below(254)}`,
    ip6: () => `2001:db8:${from(hex, 4)}::${from(hex, 4)}:${from(hex, 2)}`,
    mac: () => Array.from({ length: 6 }, () => from(hex, 2)).join(':'),
    uuid: () => uuid('4'),
    uuid7: () => `0192${from(hex, 4)}-${from(hex, 4)}-7${from(hex, 3)}-9${from(hex, 3)}-${from(hex, 12)}`,
    date,
    ts: () => `${date()}T${two(24)}:${two(60)}:${two(60)}.${from(digits, 3)}Z`,
    clf: () => `${two(28, 1)}/Nov/2026:${two(24)}:${two(60)}:${two(60)} +0000`,
    ts14: () => `2026${two(12, 1)}${two(28, 1)}${two(24)}${two(60)}${two(60)}`,
    year: () => `202${below(7)}`,
    epoch: () => String(epoch()),
    epochms: () => `${epoch()}${from(digits, 3)}`,
    epochns: () => `${epoch()}${from(digits, 9)}`,
    snowflake: () => `1${from(digits, 17)}`,
    semver: () => `${below(30)}.${below(40)}.${below(20)}`,
    ratio: () => `${below(100)}.${from(digits, 1 + below(3))}`,
    ratio16: () => `0.${from(digits, 16)}`,
    price: () => `${1 + below(900)}.${from(digits, 2)}`,
    lat: () => `${below(90)}.${from(digits, 6)}`,
    lon: () => `-${below(180)}.${from(digits, 6)}`,
    locale: () => ['en-GB', 'de-DE', 'fr-FR', 'pt-BR'][below(4)] ?? '',
    slug: () => `${words[below(words.length)]}-${words[below(words.length)]}-${below(900)}`,
    sku: () => `SKU-${from(upper, 2)}-${from(digits, 5)}`,
    order: () => `ord_${from(base62, 10)}`,
    shelf: () => `${from(upper, 1)}${below(40)}`,
    seat: () => `${1 + below(40)}${from('ABCDEF', 1)}`,
    tracking: () => `1Z${from(upper + digits, 6)}${from(digits, 10)}`,
    ean: () => `4${from(digits, 12)}`,
    isbn: () => `978-${below(9)}-${from(digits, 2)}-${from(digits, 6)}-${below(9)}`,
    ulid: () => `01${from(crockford, 24)}`,
    pod: () => `storefront-${from(hex, 10)}-${from('bcdfghjklmnpqrstvwxz2456789', 5)}`,
    node: () => `ip-10-0-${below(256)}-${below(256)}.eu-central-1.compute.internal`,
    fingerprint: () => Array.from({ length: 20 }, () => from(hex, 2).toUpperCase()).join(':'),
  };
  const sized: Readonly<Record<string, string>> = { hex, digits, d: digits, b62x: base62, b64x: base64 };

  return (shape) =>
    shape.replace(/\{([a-z][a-z0-9]*?)(\d*)\}/g, (slot, name: string, size: string) => {
      const make = named[name + size];
      if (make !== undefined) return make();
      const alphabet = sized[name];
      if (alphabet !== undefined && size !== '') return from(alphabet, Number(size));
      const [, coded, length] = /^(b6[24]x)(\d+)$/.exec(name + size) ?? [];
      const codedAlphabet = coded === undefined ? undefined : sized[coded];
      if (codedAlphabet !== undefined) return from(codedAlphabet, Number(length));
      throw new Error(`no slot ${slot} in ${shape}`);
    });
}
