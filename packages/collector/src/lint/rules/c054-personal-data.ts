import { findUpstream, type Use } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';
import { asList, getAt } from '../source/value-path.ts';

function removes({ type, component }: Use): boolean {
  if (type === 'redaction' || type === 'transform') return true;
  return (
    (type === 'attributes' || type === 'resource') &&
    asList(component?.config[type === 'resource' ? 'attributes' : 'actions']).some((action) =>
      ['delete', 'hash'].includes(String(getAt(action, 'action'))),
    )
  );
}

export const personalData: Rule = {
  id: 'C054',
  title: 'personal data without a step that removes it',
  severity: 'error',
  why: 'What leaves the pipeline unredacted is in every backend, every backup and every queue on disk behind it.',
  remedy: 'Put redaction (or transform, attributes with hash or delete) into the pipeline, before it fans out.',
  source: 'https://opentelemetry.io/docs/security/handling-sensitive-data/',
  check: ({ graph }, { dataClass }) =>
    dataClass === 'personal'
      ? graph.pipelines
          .filter(({ signal, exporters }) => signal !== 'metrics' && exporters.some(({ component }) => component?.kind === 'exporter'))
          .filter((pipeline) => ![pipeline, ...findUpstream(graph, pipeline)].some(({ processors }) => processors.some(removes)))
          .map(({ id, path }) => ({ path, message: `pipeline "${id}" sends personal data on as it came` }))
      : [],
};
