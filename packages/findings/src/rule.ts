// What a rule is, whatever it judges.
import type { Fix, Position, Severity } from './finding.ts';
import type { Path } from './path.ts';

/** The words of a rule, or of one of its checks. */
export interface RuleText {
  /** What is wrong, in a few words. */
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
}

interface RuleHead {
  /** An id is never reused: `C001`. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** The URL where the rule comes from. */
  readonly source: string;
  /** true: the rule stays silent at a path where another rule has spoken. A rule that checks a schema does so. */
  readonly yields?: true;
}

/** A rule with one check, or with several that have the same words. */
interface PlainRow extends RuleHead, RuleText {
  readonly messages?: undefined;
}

/** A rule with several checks. Each check has words of its own, under the name of the check. */
interface TableRow<Check extends string = string> extends RuleHead {
  readonly messages: Readonly<Record<Check, RuleText>>;
}

/** What a report says about a rule. */
export type RuleRow = PlainRow | TableRow;

/** A document that can say where in its file a path stands. */
export interface LintDocument {
  readonly file: string;
  /** The position of a path. Where the path is not written in the file, it is the position of the nearest thing around it. */
  locate(path: Path): Position;
}

/** One place that a rule has something to say about. */
export interface Place<Document extends LintDocument = LintDocument> {
  readonly path: Path;
  readonly message: string;
  /** Default: the document that the subject was read from. */
  readonly document?: Document;
  /** Default: the severity of the rule. */
  readonly severity?: Severity;
  /** Edits that mend it together. One of them undefined: it cannot be mended safely, and the finding has no fixes. */
  readonly fixes?: readonly (Fix | undefined)[];
}

/** A place that one check of a rule has found. */
export interface CheckedPlace<Check extends string = string, Document extends LintDocument = LintDocument> extends Place<Document> {
  readonly check: Check;
}

/** A rule whose findings all have the words of the rule. */
export interface PlainRule<Subject, Options, Document extends LintDocument = LintDocument> extends PlainRow {
  readonly check: (subject: Subject, options: Options) => readonly Place<Document>[];
}

/** A rule whose findings have the words of one of its checks. */
export interface TableRule<Check extends string, Subject, Options, Document extends LintDocument = LintDocument> extends TableRow<Check> {
  readonly check: (subject: Subject, options: Options) => readonly CheckedPlace<Check, Document>[];
}

/** A pure function from a subject to the places that are wrong with it, and the words for them. */
export type Rule<Subject, Options, Document extends LintDocument = LintDocument> =
  | PlainRule<Subject, Options, Document>
  | TableRule<string, Subject, Options, Document>;
