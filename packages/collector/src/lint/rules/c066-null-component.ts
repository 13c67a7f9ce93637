import { componentSections } from '../../catalogue/config-sections.ts';
import type { Place, Rule } from '../rule.ts';
import { findScalars } from '../source/value-path.ts';

export const nullComponent: Rule = {
  id: 'C066',
  title: 'component with nothing behind its colon',
  severity: 'warning',
  why: 'kustomize and kubectl edit drop null values from a resource: the component is gone when the Operator reads it, and the pipeline names something undefined.',
  remedy: 'Write {} for a component with its defaults.',
  source: 'https://github.com/kubewarden/helm-charts/pull/494',
  check: ({ origin, value, config }) =>
    origin === 'operator'
      ? componentSections.flatMap((section): Place[] =>
          [...findScalars(value[section], [section])]
            .filter((scalar) => scalar.value === null && scalar.path.length > 1)
            .map(({ path }) => ({
              path,
              message: `"${String(path.at(-1))}" is null`,
              fixes: [config.replaceValue(path, config.textOf(path) === '' ? ' {}' : '{}')],
            })),
        )
      : [],
};
