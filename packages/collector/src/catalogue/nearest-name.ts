/** The name that a typing error most likely meant: at most one change in three letters; undefined where none is that near. */
export function findNearestName(name: string, known: Iterable<string>): string | undefined {
  const plain = normalise(name);
  let nearest: string | undefined;
  let least = Math.floor(plain.length / 3) + 1;
  for (const candidate of known) {
    const distance = measureDistance(plain, normalise(candidate), least);
    if (distance < least) [nearest, least] = [candidate, distance];
  }
  return nearest;
}

function normalise(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Levenshtein with swaps of neighbours; gives up at `limit`. */
function measureDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let cost = Math.min((above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + same);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    [before, above] = [above, current];
  }
  return above[b.length] ?? limit;
}

/** One character more, fewer or other. */
export function isSlipOf(name: string, meant: string): boolean {
  if (name === meant || Math.abs(name.length - meant.length) > 1) return false;
  let start = 0;
  while (start < meant.length && name[start] === meant[start]) start += 1;
  const skip = (text: string, other: string): string => text.slice(text.length >= other.length ? start + 1 : start);
  return skip(name, meant) === skip(meant, name);
}
