// A rule of this linter: what it judges, and the documents that its places are in.
import type * as findings from '@plinth/findings';
import type { LintInput, LintOptions } from './facts/lint-input.ts';
import type { SourceDocument } from './source/source-document.ts';

/** A rule whose findings all have the same words. */
export type Rule = findings.PlainRule<LintInput, LintOptions, SourceDocument>;

/** A rule with several checks, each with words of its own. */
export type TableRule<Check extends string> = findings.TableRule<Check, LintInput, LintOptions, SourceDocument>;

export type Place = findings.Place<SourceDocument>;

export type CheckedPlace<Check extends string> = findings.CheckedPlace<Check, SourceDocument>;
