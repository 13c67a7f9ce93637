// The linter of Collector configs, put together: files in, findings out, sorted by file, line and id.
import { createLinter, type Finding, type SourceFile } from '@plinth/findings';
import { buildInputs } from './facts/build-inputs.ts';
import type { LintInput, LintOptions } from './facts/lint-input.ts';
import { rules } from './rules.ts';
import { unreadable } from './rules/c070-unreadable.ts';
import { disabledWithoutReason } from './rules/c071-disabled-without-reason.ts';
import { disablesNothing } from './rules/c072-disables-nothing.ts';
import { readSources, type Sources } from './source/read-sources.ts';
import type { SourceDocument } from './source/source-document.ts';

const judge = createLinter<Sources, LintInput, LintOptions, SourceDocument>({
  rules,
  ids: { unreadable: unreadable.id, disabledWithoutReason: disabledWithoutReason.id, disablesNothing: disablesNothing.id },
  readSources,
  buildSubjects: buildInputs,
  documentOf: ({ config }) => config,
  // What a chart adds to the config by itself is not the user's to mend.
  isWritten: ({ origin, config }, { path }, document) => origin !== 'helm' || document !== config || document.has(path),
});

/**
 * Judges Collector configs: raw ones, Helm values of the opentelemetry-collector chart, OpenTelemetryCollector resources,
 * and ConfigMaps with the Kubernetes objects around them. Files of one call are judged together.
 */
export function lint(files: readonly SourceFile[], options: LintOptions = {}): readonly Finding[] {
  return judge(files, options);
}
