// Files to what they hold: configs, Kubernetes objects, expressions of Prometheus, and what cannot be judged.
import type { Position, SourceFile, Unreadable } from '@plinth/findings';
import { classifyDocument } from './classify-document.ts';
import { parseDocuments } from './documents.ts';
import type { FoundConfig } from './found-config.ts';
import type { SourceObject } from './kubernetes-objects.ts';
import type { Expression } from './prometheus-rules.ts';
import { createSourceDocument } from './source-document.ts';

/** Everything that the files of one call hold. */
export interface Sources {
  readonly configs: readonly FoundConfig[];
  readonly objects: readonly SourceObject[];
  readonly expressions: readonly Expression[];
}

const templateMessage = 'a template, not YAML: render it first (`helm template`)';

export function readSources(files: readonly SourceFile[]): { readonly sources: Sources; readonly unreadable: readonly Unreadable[] } {
  const configs: FoundConfig[] = [];
  const objects: SourceObject[] = [];
  const expressions: Expression[] = [];
  const unreadable: Unreadable[] = [];
  for (const { path: file, text } of files) {
    const reject = (position: Position, message: string, severity: Unreadable['severity']): void => {
      const template = text.includes('{{');
      unreadable.push({ file, position, message: template ? templateMessage : message, severity: template ? 'warning' : severity });
    };
    for (const { source, value, error } of parseDocuments(file, text)) {
      if (error !== undefined) {
        reject(error.position, error.message, 'error');
        continue;
      }
      if (value === null || value === undefined) continue;
      const content = classifyDocument(source, value);
      if ('problem' in content) {
        reject(createSourceDocument(source, [], value).locate(content.path), content.problem, 'warning');
        continue;
      }
      configs.push(...(content.configs ?? []));
      objects.push(...(content.object === undefined ? [] : [content.object]));
      expressions.push(...(content.expressions ?? []));
    }
  }
  return { sources: { configs, objects, expressions }, unreadable };
}
