// The package that an installed file belongs to, by its path.

/** Its name. Undefined for a file that is in no `node_modules`. */
export function findPackageOfFile(path: string): string | undefined {
  const [, name] = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(path) ?? [];
  return name?.replace('\\', '/');
}
