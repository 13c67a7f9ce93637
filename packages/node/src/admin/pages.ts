// What the admin port shows of this process and of the members of its group.
import type { LedgerEntry } from '../ledger/ledger.ts';
import type { ExporterState } from '../export/exporters.ts';
import { chooseFormat, contentTypes, renderExposition } from '../metrics/exposition.ts';
import { mergeSnapshots } from '../metrics/merge-snapshots.ts';
import type { MetricSnapshot } from '../metrics/metric-snapshot.ts';
import { buildDebug } from './debug-page.ts';
import type { Group, MemberPages } from '../group/group.ts';
import { joinReports, type Health, type ReadinessReport } from '../lifecycle/health.ts';

/** What one process or thread knows of itself. */
export interface OwnPages {
  readonly health: Pick<Health, 'readiness'>;
  readonly readyWaitsForWork: boolean;
  /** Undefined where metrics are not served. */
  readonly readMetrics: (() => Promise<MetricSnapshot[]>) | undefined;
  /** The same at once: queues are not asked. Empty where metrics are not served. */
  readonly readMetricsNow: () => MetricSnapshot[];
  readonly readLedger: () => readonly LedgerEntry[];
  readonly readExporters: () => readonly ExporterState[];
}

export interface AdminPages {
  /** Renders the metrics in the format that the Accept header asks for. Undefined where metrics are not served. */
  readonly metrics: ((accept: string | undefined) => Promise<{ readonly contentType: string; readonly body: string }>) | undefined;
  /** The group is ready where all members are. */
  readonly readiness: () => Promise<ReadinessReport>;
  /** What the SDK knows of itself, as JSON. */
  readonly debug: () => Promise<string>;
}

/** A scrape has ten seconds by default. A member that is blocked for this many milliseconds is missing from it. */
export const memberTimeoutMs = 2000;

export function createMemberPages(own: OwnPages, control: MemberPages['control'], shutdown: () => Promise<void>): MemberPages {
  return {
    snapshot: () => own.readMetrics?.() ?? [],
    ready: () => own.health.readiness(),
    debug: () => buildDebug(own.readLedger(), own.readExporters()),
    control,
    shutdown,
  };
}

export function createAdminPages(own: OwnPages, group: Group): AdminPages {
  const { readMetrics } = own;
  return {
    metrics:
      readMetrics === undefined
        ? undefined
        : async (accept) => {
            const format = chooseFormat(accept);
            const [mine, members] = await Promise.all([readMetrics(), group.readSnapshots(memberTimeoutMs)]);
            const metrics = members.length === 0 ? mine : mergeSnapshots([mine, ...members]);
            return { contentType: contentTypes[format], body: renderExposition(metrics, format) };
          },
    async readiness() {
      const [report, members] = await Promise.all([own.health.readiness(), group.ask('ready', memberTimeoutMs)]);
      return joinReports([report, ...(members as ReadinessReport[])], own.readyWaitsForWork);
    },
    async debug() {
      const members = await group.ask('debug', memberTimeoutMs);
      const page = buildDebug(own.readLedger(), own.readExporters());
      return `${JSON.stringify(members.length === 0 ? page : { ...page, members }, undefined, 2)}\n`;
    },
  };
}
