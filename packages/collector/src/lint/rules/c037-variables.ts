import { findUsed } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { asString, findScalars, getAt } from '../source/value-path.ts';

const reference = /\$\{(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(:-[^}]*)?\}/g;

export const variables: Rule = {
  id: 'C037',
  title: 'variable that is not replaced, or is empty',
  severity: 'error',
  why: 'Only ${env:NAME} is replaced: $NAME stays as it stands. A variable that is not set becomes an empty text with a mere warning. ${1} of a regular expression is taken for a variable.',
  remedy: 'Write ${env:NAME}, or ${env:NAME:-default}; set the variable on the container; write $$ for a dollar sign.',
  source: 'https://opentelemetry.io/docs/collector/configuration/#environment-variables',
  check: ({ value, graph, deployment }) => [
    // k8s_attributes reads the variable by its name.
    ...findUsed(graph, 'processor', 'k8s_attributes').flatMap(({ config, path }): Place[] => {
      const name = asString(getAt(config, 'filter', 'node_from_env_var'));
      if (name === undefined || deployment?.envComplete !== true || deployment.origin !== 'kubernetes' || deployment.env.has(name))
        return [];
      return [{ path: [...path, 'filter', 'node_from_env_var'], severity: 'warning', message: `nothing sets the variable ${name}` }];
    }),
    ...[...findScalars(value)].flatMap(({ path, value: scalar }): Place[] => {
      const text = asString(scalar);
      if (text === undefined || !text.includes('$')) return [];
      const plain = text.replaceAll('$$', '');
      const group = /\$\{(\d+)\}/.exec(plain);
      if (group !== null) return [{ path, message: `\${${group[1]}} is read as a variable; write $$\{${group[1]}}` }];
      const isEndpoint =
        ['endpoint', 'directory', 'token', 'password', 'username'].includes(String(path.at(-1))) || path.includes('headers');
      const bare = /(?:^|[^$\w])\$([A-Z][A-Z0-9_]+)\b/.exec(plain);
      if (isEndpoint && bare !== null) return [{ path, message: `$${bare[1]} is not replaced; write \${env:${bare[1]}}` }];
      if (deployment === undefined || !deployment.envComplete || deployment.origin === 'operator') return [];
      return [...plain.matchAll(reference)].flatMap(([, name = '', fallback]): Place[] =>
        fallback === undefined && !deployment.env.has(name)
          ? [{ path, severity: 'warning', message: `nothing sets the variable ${name}` }]
          : [],
      );
    }),
  ],
};
