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
 * Examines this process: whether the SDK was started before the service and in the main thread, what it cannot trace, what the
 * Collector answers, whether the admin port can be reached, which variables it does not read. Empty where nothing is wrong.
 *
 * Asks the admin port (at most 1 s) and nobody else; never rejects. The same findings, but for that one, are log records of the
 * service as soon as they are seen: `code`, `problem`, `remedy`.
 */
export async function doctor(): Promise<readonly Diagnosis[]> {
  return diagnose(await collectFullEvidence()).map((finding) => ({ ...finding, ...errorTable[finding.code] }));
}
