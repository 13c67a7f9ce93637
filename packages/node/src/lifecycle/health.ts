// Liveness and readiness. Ready: every check of the service passes in time, and the process is not on its way out.

/** Resolves when the dependency works, throws or rejects when not. */
export type ReadinessCheck = () => unknown;

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly reason?: string;
}

export interface ReadinessReport {
  readonly ok: boolean;
  readonly checks: readonly CheckResult[];
}

export interface Health {
  /** Registers a check under a name; the returned function removes it. */
  addReadinessCheck(name: string, check: ReadinessCheck, options?: { readonly timeoutMs?: number }): () => void;
  readiness(): Promise<ReadinessReport>;
  /** From now on not ready, whatever the checks say. */
  startDraining(): void;
}

const defaultTimeoutMs = 2000;

export function createHealth(): Health {
  const checks = new Map<string, { readonly check: ReadinessCheck; readonly timeoutMs: number }>();
  let draining = false;
  return {
    addReadinessCheck(name, check, { timeoutMs = defaultTimeoutMs } = {}) {
      const entry = { check, timeoutMs };
      checks.set(name, entry);
      return () => {
        if (checks.get(name) === entry) checks.delete(name);
      };
    },
    async readiness() {
      if (draining) return { ok: false, checks: [{ name: 'shutdown', ok: false, reason: 'the process is shutting down' }] };
      const results = await Promise.all([...checks].map(([name, { check, timeoutMs }]) => runCheck(name, check, timeoutMs)));
      return { ok: results.every((result) => result.ok), checks: results };
    },
    startDraining() {
      draining = true;
    },
  };
}

async function runCheck(name: string, check: ReadinessCheck, timeoutMs: number): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([Promise.resolve().then(check), timeout]);
    return { name, ok: true };
  } catch (error) {
    return { name, ok: false, reason: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
