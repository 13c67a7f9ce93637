import { distance } from 'fastest-levenshtein';

/**
 * The name that a typing error most likely meant: at most one change in three letters of the longer one, and two neighbours that are swapped are one.
 * Case and signs do not count. undefined where none is that near; the first of those that are equally near.
 */
export function findNearestName(name: string, known: Iterable<string>): string | undefined {
  const plain = normalise(name);
  const swapped = Array.from({ length: plain.length - 1 }, (_, at) => swapAt(plain, at));
  let nearest: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const other = normalise(candidate);
    const limit = Math.min(least - 1, Math.floor(Math.max(plain.length, other.length) / 3));
    if (Math.abs(other.length - plain.length) > limit) continue;
    const away = Math.min(distance(plain, other), ...swapped.map((each) => distance(each, other) + 1));
    if (away <= limit) [nearest, least] = [candidate, away];
  }
  return nearest;
}

/** Tells whether a name is another one with a slip of the keyboard: one character more, fewer or other. */
export function isSlipOf(name: string, meant: string): boolean {
  return distance(name, meant) === 1;
}

function normalise(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function swapAt(name: string, at: number): string {
  return (
    name.slice(0, at) +
    name
      .slice(at, at + 2)
      .split('')
      .toReversed()
      .join('') +
    name.slice(at + 2)
  );
}
