// Addresses of backends.
/** An address with a path at its end. The address may end with slashes. */
export function joinPath(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}${path}`;
}
