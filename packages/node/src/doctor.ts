// What is wrong with how the SDK runs in this process.
import { collectFullEvidence } from './doctor/collect-evidence.ts';
import { diagnose } from './doctor/diagnose.ts';
import type { Finding } from './doctor/finding.ts';
import { errorTable } from './errors.ts';

/** One diagnosis. */
export interface Diagnosis extends Finding {
  /** What the code means, in one line. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

/**
 * Examines this process: whether the SDK was started before the service and in the main thread, what the SDK cannot trace, what the
 * Collector answers, whether the admin port can be reached, which variables the SDK does not read. Empty where nothing is wrong.
 *
 * It asks the admin port, for 1 s at most, and nobody else. It never rejects. All findings but that of the admin port are also log records
 * of the service, as soon as they are seen: `code`, `problem`, `remedy`.
 */
export async function doctor(): Promise<readonly Diagnosis[]> {
  return diagnose(await collectFullEvidence()).map((finding) => ({ ...finding, ...errorTable[finding.code] }));
}
