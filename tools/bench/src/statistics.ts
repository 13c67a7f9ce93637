export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Linear between the neighbours. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const position = (sorted.length - 1) * share;
  const [low = 0, high = 0] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  return low + (high - low) * (position - Math.floor(position));
}

/** `median (first quartile–third quartile)` of the ratios pair by pair: what one round measured under the same load. */
export function renderPairedRatio(values: readonly number[], baseline: readonly number[]): string {
  const ratios = values.map((value, index) => value / (baseline[index] ?? Number.NaN));
  const [first, middle, third] = [0.25, 0.5, 0.75].map((share) => quantile(ratios, share).toFixed(2));
  return `${middle} (${first}–${third})`;
}

/** Slope of the least-squares line through the points. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (index: 0 | 1): number => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let [covariance, variance] = [0, 0];
  for (const [x, y] of points) {
    covariance += (x - meanX) * (y - meanY);
    variance += (x - meanX) ** 2;
  }
  return covariance / variance;
}

/** The same order for nobody: what runs first or after whom must not decide. */
export function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .toSorted((left, right) => left.key - right.key)
    .map(({ item }) => item);
}
