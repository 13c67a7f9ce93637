// The table of components as the data file holds it: one row a component, in its newest spelling.
import type { ComponentKind, Distribution } from './component-kind.ts';
import table from './data/components.json' with { type: 'json' };

export interface ComponentRow {
  /** The pull request, change log or file that says so. */
  readonly source: string;
  /** The name before `since`. */
  readonly was?: string;
  readonly since?: string;
  /** The old name stopped working at `since`. */
  readonly noAlias?: boolean;
  /** `from-to` of the reports that list it; an empty end is open. */
  readonly in?: Readonly<Partial<Record<Distribution, string>>>;
  /** Which series of reports `in` is about. */
  readonly repository?: string;
  readonly signals?: readonly string[];
  /** The release that `signals` are of, where it is not the newest. */
  readonly signalsOf?: string;
  readonly removed?: string;
  /** `kind/type`. */
  readonly replacement?: string;
}

export const componentRows: Readonly<Record<ComponentKind, Readonly<Record<string, ComponentRow>>>> = table;

/** Ascending. */
export const reportVersions: Readonly<Record<string, readonly string[]>> = table.reports;

const oldNames: Readonly<Record<ComponentKind, ReadonlyMap<string, string>>> = {
  receiver: mapOldNames('receiver'),
  processor: mapOldNames('processor'),
  exporter: mapOldNames('exporter'),
  connector: mapOldNames('connector'),
  extension: mapOldNames('extension'),
};

function mapOldNames(kind: ComponentKind): ReadonlyMap<string, string> {
  return new Map(Object.entries(componentRows[kind]).flatMap(([type, { was }]) => (was === undefined ? [] : [[was, type] as const])));
}

/** The newest spelling of a name, also of one that is new already; undefined where no release knows it. */
export function findNewestName(kind: ComponentKind, type: string): string | undefined {
  return Object.hasOwn(componentRows[kind], type) ? type : oldNames[kind].get(type);
}
