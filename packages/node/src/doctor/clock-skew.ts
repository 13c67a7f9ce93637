// The clock of this machine beside the receiver's clock. Where they differ, spans of one trace lie outside of each other.
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

// The Date header has whole seconds, and an answer may have waited. A request seldom takes as long as this.
const toleranceMs = 30_000;

export function checkClockSkew({ exports }: Pick<DoctorEvidence, 'exports'>): Finding[] {
  const skewed = exports.find(({ aheadMs }) => aheadMs !== undefined && Math.abs(aheadMs) > toleranceMs);
  if (skewed?.aheadMs === undefined) return [];
  const seconds = Math.round(Math.abs(skewed.aheadMs) / 1000);
  const message = `this process is ${seconds} s ${skewed.aheadMs > 0 ? 'ahead' : 'behind'}`;
  return [{ code: 'node.clock_skew', problem: { path: skewed.url, message } }];
}
