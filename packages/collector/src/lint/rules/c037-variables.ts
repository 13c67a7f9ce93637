import type { LintInput } from '../facts/lint-input.ts';
import { findUsed } from '../facts/pipeline-graph.ts';
import type { CheckedPlace, TableRule } from '../rule.ts';
import { asString, findScalars, getAt } from '../source/value-path.ts';

type Check = 'bare' | 'group' | 'unset' | 'unsetNode';

const reference = /\$\{(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(:-[^}]*)?\}/g;

/** Keys whose value is an address, a folder or a credential. A dollar sign there is hardly meant as one. */
const keysOfAddresses = ['endpoint', 'directory', 'token', 'password', 'username'];

/** The k8s_attributes processor reads the variable of its node by name. */
function checkNodeVariable({ graph, deployment }: LintInput): CheckedPlace<Check>[] {
  if (deployment?.envComplete !== true || deployment.origin !== 'kubernetes') return [];
  return findUsed(graph, 'processor', 'k8s_attributes').flatMap(({ config, path }): CheckedPlace<Check>[] => {
    const name = asString(getAt(config, 'filter', 'node_from_env_var'));
    if (name === undefined || deployment.env.has(name)) return [];
    const at = [...path, 'filter', 'node_from_env_var'];
    return [{ check: 'unsetNode', path: at, severity: 'warning', message: `nothing sets the variable ${name}` }];
  });
}

function checkTexts({ value, deployment }: LintInput): CheckedPlace<Check>[] {
  return [...findScalars(value)].flatMap(({ path, value: scalar }): CheckedPlace<Check>[] => {
    const text = asString(scalar);
    if (text === undefined || !text.includes('$')) return [];
    const plain = text.replaceAll('$$', '');
    const group = /\$\{(\d+)\}/.exec(plain);
    if (group !== null) return [{ check: 'group', path, message: `\${${group[1]}} is read as a variable; write $$\{${group[1]}}` }];
    const isAddress = keysOfAddresses.includes(String(path.at(-1))) || path.includes('headers');
    const bare = /(?:^|[^$\w])\$([A-Z][A-Z0-9_]+)\b/.exec(plain);
    if (isAddress && bare !== null) return [{ check: 'bare', path, message: `$${bare[1]} is not replaced; write \${env:${bare[1]}}` }];
    if (deployment === undefined || !deployment.envComplete || deployment.origin === 'operator') return [];
    return [...plain.matchAll(reference)].flatMap(([, name = '', fallback]): CheckedPlace<Check>[] =>
      fallback === undefined && !deployment.env.has(name)
        ? [{ check: 'unset', path, severity: 'warning', message: `nothing sets the variable ${name}` }]
        : [],
    );
  });
}

export const variables: TableRule<Check> = {
  id: 'C037',
  title: 'variable that is not replaced, or is empty',
  severity: 'error',
  source: 'https://opentelemetry.io/docs/collector/configuration/#environment-variables',
  messages: {
    bare: {
      title: 'variable without braces',
      why: 'The Collector replaces ${env:NAME} and nothing else. $NAME stays as it stands.',
      remedy: 'Write ${env:NAME}, or $$NAME where the dollar sign is meant.',
    },
    group: {
      title: 'group of a regular expression',
      why: 'The Collector takes ${1} for a variable, so the text of the group is never put there.',
      remedy: 'Write $${1}.',
    },
    unset: {
      title: 'variable that nothing sets',
      why: 'A variable that is not set becomes an empty text, and the Collector only logs a warning.',
      remedy: 'Set the variable on the container, or write a default: ${env:NAME:-default}.',
    },
    unsetNode: {
      title: 'variable of the node that nothing sets',
      why: 'k8s_attributes reads the variable by its name. Without a value it does not know its node.',
      remedy: 'Set the variable on the container from spec.nodeName, or name the variable that is set.',
    },
  },
  check: (input) => [...checkNodeVariable(input), ...checkTexts(input)],
};
