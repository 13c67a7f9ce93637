// `x.y.z`, with or without a `v`; what follows, as in `-nightly.2`, does not matter.

/** Negative: `a` is older. A part that is missing or no number counts as 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  const index = left.findIndex((part, position) => part !== right[position]);
  return index === -1 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
}

function parts(version: string): readonly number[] {
  const [major, minor, patch] = version.replace(/^v/, '').split(/[.+-]/);
  return [major, minor, patch].map((part) => Number.parseInt(part ?? '', 10) || 0);
}
