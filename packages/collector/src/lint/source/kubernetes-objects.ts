// Kubernetes objects as they stand in files.
import type { SourceDocument } from './source-document.ts';
import { asMapping, asString, getAt, type Mapping } from './value-path.ts';

/** A Kubernetes object with the place of everything in it. */
export interface SourceObject {
  readonly document: SourceDocument;
  readonly kind: string;
  /** Empty where the object has no name. */
  readonly name: string;
  readonly value: Mapping;
}

/** Reads a document as a Kubernetes object. undefined: it has no kind or no apiVersion, so it is none. */
export function readKubernetesObject(document: SourceDocument): SourceObject | undefined {
  const value = asMapping(document.value);
  const kind = asString(value['kind']);
  if (kind === undefined || typeof value['apiVersion'] !== 'string') return undefined;
  return { document, kind, name: asString(getAt(value, 'metadata', 'name')) ?? '', value };
}
