// Rules of Prometheus as they stand in files: a rule file, or a PrometheusRule object.
import type { Path } from '@plinth/findings';
import type { SourceDocument } from './source-document.ts';
import { asList, asString, getAt } from './value-path.ts';

/** The PromQL of one rule, with its place. */
export interface Expression {
  readonly document: SourceDocument;
  readonly path: Path;
  readonly text: string;
}

/** Every expression of the rule groups that stand at a path of a document. */
export function readExpressions(document: SourceDocument, path: Path): readonly Expression[] {
  return asList(getAt(document.value, ...path)).flatMap((group, index) =>
    asList(getAt(group, 'rules')).flatMap((rule, at): Expression[] => {
      const text = asString(getAt(rule, 'expr'));
      return text === undefined ? [] : [{ document, path: [...path, index, 'rules', at, 'expr'], text }];
    }),
  );
}
