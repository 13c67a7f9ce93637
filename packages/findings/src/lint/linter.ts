// The lint engine: sources become facts, rules judge the facts, and what they say becomes findings.
import type { Finding, Fix, Position, Severity } from '../finding.ts';
import { renderPath } from '../path.ts';
import type { LintDocument, Place, Rule, RuleRow } from '../rule.ts';
import { disableFindings } from './disable-findings.ts';
import { sortFindings } from './sort-findings.ts';
import type { SourceFile } from './source-file.ts';
import { buildWords, type EngineWords } from './words.ts';

/** A file, or a document of one, that cannot be judged. */
export interface Unreadable {
  readonly file: string;
  readonly position: Position;
  readonly message: string;
  readonly severity: Severity;
}

/** The ids of the findings that the engine itself makes. Each is the id of a row in `rules` that has no check. */
export interface EngineIds {
  /** A file that cannot be read. */
  readonly unreadable: string;
  /** A comment that disables a rule and gives no reason, or names no rule. */
  readonly disabledWithoutReason: string;
  /** A comment that disables a rule which finds nothing there. */
  readonly disablesNothing: string;
}

/** What a linter is made of. `Sources` are files that were read and not yet understood; a `Subject` is what rules judge. */
export interface LinterParts<Sources, Subject, Options, Document extends LintDocument = LintDocument> {
  readonly rules: readonly (Rule<Subject, Options, Document> | RuleRow)[];
  readonly ids: EngineIds;
  readonly readSources: (files: readonly SourceFile[]) => { readonly sources: Sources; readonly unreadable: readonly Unreadable[] };
  /** The facts that rules need. Files of one call are judged together, so one subject may know the others. */
  readonly buildSubjects: (sources: Sources, options: Options) => readonly Subject[];
  /** The document that a place belongs to when the place does not name one. */
  readonly documentOf: (subject: Subject) => Document;
  /** false: nobody wrote this place, so nobody can mend it, and it is no finding. Default: every place is written. */
  readonly isWritten?: (subject: Subject, place: Place<Document>, document: Document) => boolean;
}

/** Judges files. The findings are sorted by file, line and id, and each is there once. It does not throw, whatever the files hold. */
export type Linter<Options> = (files: readonly SourceFile[], options: Options) => readonly Finding[];

/**
 * Puts a linter together.
 * @throws RangeError where an id of the engine is not a row of `rules` without a check.
 */
export function createLinter<Sources, Subject, Options, Document extends LintDocument = LintDocument>(
  parts: LinterParts<Sources, Subject, Options, Document>,
): Linter<Options> {
  const { rules, ids, readSources, buildSubjects } = parts;
  const words = (id: string): EngineWords => {
    const row = rules.find((rule) => rule.id === id);
    if (row === undefined || 'check' in row) throw new RangeError(`expected a rule ${id} without a check, got none; add it to the rules`);
    return { ...buildWords(row), severity: row.severity };
  };
  const own = {
    unreadable: words(ids.unreadable),
    disabledWithoutReason: words(ids.disabledWithoutReason),
    disablesNothing: words(ids.disablesNothing),
  };
  const yielding = new Set(rules.filter(({ yields }) => yields).map(({ id }) => id));

  return (files, options) => {
    const { sources, unreadable } = readSources(files);
    const unread = unreadable.map(({ file, position, message, severity }): Finding => ({
      ...own.unreadable,
      severity,
      file,
      ...position,
      path: '',
      message,
    }));
    const found = buildSubjects(sources, options).flatMap((subject) => rules.flatMap((rule) => judge(parts, rule, subject, options)));
    return sortFindings(disableFindings(dropRepeated([...unread, ...found], yielding), files, own));
  };
}

function judge<Sources, Subject, Options, Document extends LintDocument>(
  parts: LinterParts<Sources, Subject, Options, Document>,
  rule: Rule<Subject, Options, Document> | RuleRow,
  subject: Subject,
  options: Options,
): Finding[] {
  if (!('check' in rule)) return [];
  return rule.check(subject, options).flatMap((place) => {
    const document = place.document ?? parts.documentOf(subject);
    if (parts.isWritten?.(subject, place, document) === false) return [];
    return [buildFinding(rule, place, document)];
  });
}

function buildFinding(rule: RuleRow, place: Place, document: LintDocument): Finding {
  const fixes = place.fixes?.filter((fix): fix is Fix => fix !== undefined) ?? [];
  const complete = fixes.length > 0 && fixes.length === place.fixes?.length;
  return {
    ...buildWords(rule, place),
    severity: place.severity ?? rule.severity,
    file: document.file,
    ...document.locate(place.path),
    path: renderPath(place.path),
    message: place.message,
    ...(complete && { fixes }),
  };
}

/** Where a rule has spoken about a key, a rule that yields need not speak again. */
function dropRepeated(findings: readonly Finding[], yielding: ReadonlySet<string>): Finding[] {
  const key = ({ file, line, path }: Finding): string => `${file}:${line}:${path}`;
  const said = new Set(findings.filter(({ id }) => !yielding.has(id)).map(key));
  return findings.filter((finding) => !yielding.has(finding.id) || !said.has(key(finding)));
}
