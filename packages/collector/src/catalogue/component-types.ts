// What a component is called in a version of the Collector, which image has it, which signals it takes.
import { findNearestName } from '@plinth/findings';
import { componentRows, findNewestName, reportVersions } from './component-data.ts';
import type { ComponentKind, Distribution, Signal } from './component-kind.ts';
import { compareVersions } from './version.ts';

export type Resolution =
  /** The newest name of that version. */
  | { readonly status: 'current'; readonly type: string }
  /** An alias that still works there. */
  | { readonly status: 'deprecated'; readonly type: string; readonly current: string; readonly since: string }
  /** A name that this version does not know yet; `use` is the one it knows. */
  | { readonly status: 'too_new'; readonly type: string; readonly since: string; readonly use: string }
  /** `replacement` is a name for that version, or `the x connector` where the kind changes. */
  | { readonly status: 'removed'; readonly type: string; readonly since: string; readonly replacement: string | undefined }
  | { readonly status: 'unknown'; readonly type: string; readonly nearest: string | undefined };

export function resolveComponentType(kind: ComponentKind, type: string, version: string): Resolution {
  const newest = findNewestName(kind, type);
  const row = newest === undefined ? undefined : componentRows[kind][newest];
  if (newest === undefined || row === undefined) {
    const nearest = findNearestName(
      type,
      Object.keys(componentRows[kind]).filter((known) => !isRemoved(kind, known, version)),
    );
    return { status: 'unknown', type, nearest: nearest && nameComponentType(kind, nearest, version) };
  }
  if (isRemoved(kind, newest, version)) {
    return { status: 'removed', type, since: row.removed ?? '', replacement: nameReplacement(kind, row.replacement, version) };
  }
  const { was, since } = row;
  if (was === undefined || since === undefined) return { status: 'current', type };
  const isRenamed = compareVersions(version, since) >= 0;
  if (type === newest) return isRenamed ? { status: 'current', type } : { status: 'too_new', type, since, use: was };
  if (!isRenamed) return { status: 'current', type };
  if (row.noAlias) return { status: 'removed', type, since, replacement: newest };
  return { status: 'deprecated', type, current: newest, since };
}

function isRemoved(kind: ComponentKind, newest: string, version: string): boolean {
  const removed = componentRows[kind][newest]?.removed;
  return removed !== undefined && compareVersions(version, removed) >= 0;
}

function nameReplacement(kind: ComponentKind, replacement: string | undefined, version: string): string | undefined {
  if (replacement === undefined) return undefined;
  const [otherKind, type] = replacement.split('/') as [ComponentKind, string];
  const name = nameComponentType(otherKind, type, version);
  return otherKind === kind ? name : `the ${name} ${otherKind}`;
}

/** The name to write for that version; `type` in its newest spelling. */
export function nameComponentType(kind: ComponentKind, type: string, version: string): string {
  const newest = findNewestName(kind, type) ?? type;
  const row = componentRows[kind][newest];
  if (row?.was === undefined || row.since === undefined) return newest;
  return compareVersions(version, row.since) >= 0 ? newest : row.was;
}

/**
 * Whether that release of the image has the component, under whatever name.
 * undefined: the data does not say (an unknown component; a version between two reports that differ, or before the first).
 * A version after the last report is taken to be like it.
 */
export function isInDistribution(kind: ComponentKind, type: string, distribution: Distribution, version: string): boolean | undefined {
  const newest = findNewestName(kind, type);
  const row = newest === undefined ? undefined : componentRows[kind][newest];
  if (newest === undefined || row === undefined) return undefined;
  if (isRemoved(kind, newest, version)) return false;
  const reports = reportVersions[row.repository ?? 'contrib'] ?? [];
  const range = row.in?.[distribution];
  const before = reports.findLast((report) => compareVersions(report, version) <= 0);
  const after = reports.find((report) => compareVersions(report, version) >= 0);
  // Before the first report only presence is evidence: what is absent there may have been dropped.
  if (before === undefined) return row.removed === undefined && isInRange(range, after) ? true : undefined;
  if (after === undefined) return isInRange(range, before);
  return isInRange(range, before) === isInRange(range, after) ? isInRange(range, before) : undefined;
}

function isInRange(range: string | undefined, version = ''): boolean {
  if (range === undefined) return false;
  const [from = '', to = ''] = range.split('-');
  return (from === '' || compareVersions(version, from) >= 0) && (to === '' || compareVersions(version, to) <= 0);
}

/** Of a connector: from which signal to which. undefined where the data does not say. */
export function findSupportedSignals(
  kind: ComponentKind,
  type: string,
): readonly Signal[] | readonly { readonly from: Signal; readonly to: Signal }[] | undefined {
  const newest = findNewestName(kind, type);
  const signals = newest === undefined ? undefined : componentRows[kind][newest]?.signals;
  if (signals === undefined || kind !== 'connector') return signals as readonly Signal[] | undefined;
  return signals.map((pair) => {
    const [from, to] = pair.split('_to_') as [Signal, Signal];
    return { from, to };
  });
}

/** Whether what is known of its signals is of an earlier release than this one: it may have got more since. */
export function mayHaveMoreSignals(kind: ComponentKind, type: string, version: string): boolean {
  const newest = findNewestName(kind, type);
  const release = newest === undefined ? undefined : componentRows[kind][newest]?.signalsOf;
  return release !== undefined && compareVersions(version, release) > 0;
}
