// The table of components: names, images, signals, removals, from everything that the releases say and the corrections.
import type { Rename } from './changelog.ts';
import { distributions, findRange, type Report } from './distributions.ts';
import type { Metadata } from './metadata.ts';

export interface Corrections {
  readonly distributions: readonly { component: string; distribution: string; range: string }[];
  readonly removals: readonly { component: string; since: string; replacement?: string; source: string }[];
  readonly signals: readonly { component: string; signals: readonly string[] }[];
}

export interface ReportSeries {
  /** `core` or `contrib`: the repository. */
  readonly repository: string;
  /** Ascending. */
  readonly reports: readonly Report[];
}

/** One line of the data file; keys are short because the bundle carries them. */
export interface ComponentRow {
  was?: string;
  since?: string;
  /** Where the old name has stopped working. */
  noAlias?: true;
  in?: Record<string, string>;
  repository?: string;
  signals?: readonly string[];
  /** The release of `signals`, where a newer one is known. */
  signalsOf?: string;
  removed?: string;
  replacement?: string;
  source: string;
}

export function buildComponents(
  series: readonly ReportSeries[],
  renames: readonly (Rename & { repository: string })[],
  metadata: readonly (Metadata & { repository: string; version: string })[],
  corrections: Corrections,
): Map<string, ComponentRow> {
  const rows = new Map<string, ComponentRow>();
  const row = (name: string, source: string) => {
    const found = rows.get(name) ?? { source };
    rows.set(name, found);
    return found;
  };
  for (const { kind, from, to, since, pull, alias, repository } of renames) {
    Object.assign(row(`${kind}/${to}`, ''), { was: from, since, source: `${repository}#${pull}`, ...(alias ? {} : { noAlias: true }) });
  }
  const oldNamed = new Set(renames.map(({ kind, from }) => `${kind}/${from}`));
  // Renames without a line in a change log: known from the metadata, dated by the first report with the new name.
  for (const { kind, type, deprecatedType, repository, version } of metadata) {
    if (oldNamed.has(`${kind}/${type}`)) continue;
    const found = row(`${kind}/${type}`, `metadata.yaml ${version}`);
    if (deprecatedType === undefined || found.was !== undefined) continue;
    const reports = series.find((one) => one.repository === repository)?.reports ?? [];
    const first = reports.find(({ contents }) => [...contents.values()].some((names) => names.has(`${kind}/${type}`)));
    if (first !== undefined) Object.assign(found, { was: deprecatedType, since: first.version });
  }
  const oldNames = new Map([...rows].flatMap(([name, { was }]) => (was === undefined ? [] : [[`${name.split('/')[0]}/${was}`, name]])));
  for (const { repository, reports } of series) {
    const names = new Set(reports.flatMap(({ contents }) => [...contents.values()].flatMap((set) => [...set])));
    for (const name of names) {
      if (name.startsWith('pkg/') || name.startsWith('provider/') || oldNames.has(name)) continue;
      const found = row(name, `${repository} reports/distributions`);
      const known = found.was === undefined ? [name] : [name, `${name.split('/')[0]}/${found.was}`];
      const ranges = distributions.map((distribution) => [distribution, findRange(reports, distribution, known)] as const);
      found.in = Object.fromEntries(ranges.filter((entry): entry is [(typeof entry)[0], string] => entry[1] !== undefined));
      found.repository = repository;
    }
  }
  for (const { kind, type, signals, repository, version } of metadata) {
    if (signals.length === 0) continue;
    const found = row(oldNames.get(`${kind}/${type}`) ?? `${kind}/${type}`, '');
    found.signals = signals;
    const newest = series.find((one) => one.repository === repository)?.reports.at(-1)?.version;
    const release = /^v(0\.\d{3}\.0)$/.exec(version)?.[1];
    if (newest !== undefined && release !== undefined && release < newest) found.signalsOf = release;
  }
  for (const { component, signals } of corrections.signals) {
    const found = row(component, '');
    found.signals = signals;
    delete found.signalsOf;
  }
  for (const { component, distribution, range } of corrections.distributions) {
    const found = row(component, 'corrections.yaml');
    found.in = { ...found.in, [distribution]: range };
    found.repository ??= 'contrib';
  }
  for (const { component, since, replacement, source } of corrections.removals) {
    const found = row(component, source);
    Object.assign(found, { removed: since, source, ...(replacement === undefined ? {} : { replacement }) });
  }
  return rows;
}
