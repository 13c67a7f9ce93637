// Runs every check over the same evidence.
import { checkAdminPort } from './admin-port.ts';
import { checkApiCopies } from './api-copies.ts';
import { checkBundledLibraries, checkBundledLoggers } from './bundled-libraries.ts';
import { checkClockSkew } from './clock-skew.ts';
import { checkDoubledInstrumentation } from './doubled-instrumentation.ts';
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { checkIgnoredVariables } from './ignored-variables.ts';
import { checkOtherSdk } from './other-sdk.ts';
import { checkRefusedExports } from './refused-exports.ts';
import { checkRegistration } from './registration.ts';
import { checkSignalHandlers } from './signal-handlers.ts';
import { checkVersionSkew } from './version-skew.ts';

const checks: readonly ((evidence: DoctorEvidence) => Finding[])[] = [
  checkRegistration,
  checkBundledLibraries,
  checkBundledLoggers,
  checkApiCopies,
  checkVersionSkew,
  checkOtherSdk,
  checkDoubledInstrumentation,
  checkRefusedExports,
  checkClockSkew,
  checkSignalHandlers,
  checkAdminPort,
  checkIgnoredVariables,
];

export function diagnose(evidence: DoctorEvidence): Finding[] {
  return evidence.disabled ? [] : checks.flatMap((check) => check(evidence));
}
