// Liveness and readiness. A process is ready when every check of the service passes in time, and when it is not on its way out.
import type { Work } from '../measure/work.ts';
import { messageOf } from '../notices.ts';
import { cutRedacted, lookahead } from '../redaction/cut.ts';
import { withDeadline } from './deadline.ts';

/** Resolves when the dependency works; throws or rejects when it does not. */
export type ReadinessCheck = () => unknown;

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly reason?: string;
}

export interface ReadinessReport {
  readonly ok: boolean;
  readonly checks: readonly CheckResult[];
  /** Whether the process does its work. In a group it is enough that one of its processes does. */
  readonly hasBegun: boolean;
}

/** The report of a service whose processes gave these reports. `waitsForWork`: it is not ready before one of them does its work. */
export function joinReports(reports: readonly ReadinessReport[], waitsForWork: boolean): ReadinessReport {
  const hasBegun = reports.some((report) => report.hasBegun);
  const awaited: CheckResult[] = waitsForWork && !hasBegun ? [{ name: 'listening', ok: false, reason: awaitedReason }] : [];
  return {
    ok: awaited.length === 0 && reports.every(({ ok }) => ok),
    checks: [...awaited, ...reports.flatMap(({ checks }) => checks)],
    hasBegun,
  };
}

const awaitedReason =
  'no server of the service listens yet, and it consumes no queue; PLINTH_READY_WITHOUT_SERVER=true is for a service that does neither';

export interface Health {
  /** Registers a check under a name; the returned function removes it. */
  addReadinessCheck(name: string, check: ReadinessCheck, options?: { readonly timeoutMs?: number }): () => void;
  readiness(): Promise<ReadinessReport>;
  /** The process is not ready from now on, whatever the checks say. */
  startDraining(): void;
}

const defaultTimeoutMs = 2000;
/** Characters of a reason that are shown at most. Who asks needs no token. */
const longestReason = 1000;

/** `redactText` takes secrets out of the reasons: an address of a database holds its password. */
export function createHealth(work: Pick<Work, 'hasBegun'>, redactText: (text: string) => string = (text) => text): Health {
  const checks = new Map<string, { readonly check: ReadinessCheck; readonly timeoutMs: number }>();
  let draining = false;
  let running: Promise<ReadinessReport> | undefined;

  const runChecks = async (): Promise<ReadinessReport> => {
    const results = await Promise.all([...checks].map(([name, { check, timeoutMs }]) => runCheck(name, check, timeoutMs, redactText)));
    return { ok: results.every((result) => result.ok), checks: results, hasBegun: work.hasBegun };
  };

  return {
    addReadinessCheck(name, check, { timeoutMs = defaultTimeoutMs } = {}) {
      const entry = { check, timeoutMs };
      checks.set(name, entry);
      return () => {
        if (checks.get(name) === entry) checks.delete(name);
      };
    },
    async readiness() {
      if (draining)
        return { ok: false, checks: [{ name: 'shutdown', ok: false, reason: 'the process is shutting down' }], hasBegun: work.hasBegun };
      // Callers at the same time share one run: many of them must not become as many calls of a database.
      running ??= runChecks().finally(() => (running = undefined));
      return running;
    },
    startDraining() {
      draining = true;
    },
  };
}

async function runCheck(
  name: string,
  check: ReadinessCheck,
  timeoutMs: number,
  redactText: (text: string) => string,
): Promise<CheckResult> {
  try {
    await withDeadline(Promise.resolve().then(check), timeoutMs, `no answer within ${timeoutMs} ms`);
    return { name, ok: true };
  } catch (error) {
    const searched = messageOf(error).slice(0, longestReason + lookahead);
    return { name, ok: false, reason: cutRedacted(redactText(searched), longestReason, searched.length < longestReason + lookahead) };
  }
}
