// Objects as one file of YAML, each with the reasons of its values.
import { buildHeader, renderYaml, renderYamlStream } from '@plinth/artefact';
import type { CommentedObject } from '../kubernetes-objects/object.ts';

export function renderObjects(source: string, objects: readonly CommentedObject[]): string {
  const header = buildHeader(source);
  return renderYamlStream(
    objects.map(({ object, comments = [] }, index) => renderYaml(object, { comments, ...(index === 0 && { header }) })),
  );
}
