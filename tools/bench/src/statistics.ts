export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Median, smallest and largest of the ratios pair by pair: what one round measured under the same load. */
export function pairedRatio(
  values: readonly number[],
  baseline: readonly number[],
): { readonly median: number; readonly min: number; readonly max: number } {
  const ratios = values.map((value, index) => value / (baseline[index] ?? Number.NaN));
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
}

/** The same order for nobody: what runs first or after whom must not decide. */
export function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .toSorted((left, right) => left.key - right.key)
    .map(({ item }) => item);
}
