// Which released image holds a component, from the reports that the Collector's repositories carry at every release.
import { parse } from 'yaml';
import { type GoModule, readModuleFile } from './go-modules.ts';

export const distributions = ['core', 'contrib', 'k8s'] as const;

export interface Report {
  readonly version: string;
  /** Distribution → `kind/type`. */
  readonly contents: ReadonlyMap<string, ReadonlySet<string>>;
}

export function readReport(module: GoModule): Report {
  const contents = new Map<string, Set<string>>();
  for (const distribution of distributions) {
    const text = readModuleFile(module, `reports/distributions/${distribution}.yaml`);
    const components: Record<string, string[]> = text === undefined ? {} : parse(text).components;
    contents.set(distribution, new Set(Object.entries(components).flatMap(([kind, types]) => types.map((type) => `${kind}/${type}`))));
  }
  return { version: module.version.replace(/^v/, ''), contents };
}

/**
 * `from-to` of the reports (in ascending order) that list the component under one of its names; open ends are empty.
 * undefined: none does.
 */
export function findRange(reports: readonly Report[], distribution: string, names: readonly string[]): string | undefined {
  const present = reports.map(({ contents }) => names.some((name) => contents.get(distribution)?.has(name)));
  const first = present.indexOf(true);
  const last = present.lastIndexOf(true);
  if (first === -1) return undefined;
  return `${first === 0 ? '' : reports[first]?.version}-${last === reports.length - 1 ? '' : reports[last]?.version}`;
}
