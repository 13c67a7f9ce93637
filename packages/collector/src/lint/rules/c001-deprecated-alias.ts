import { resolveComponentType } from '../../catalogue/component-types.ts';
import { renameComponent } from '../facts/component-traits.ts';
import type { Rule } from '../rule.ts';

export const deprecatedAlias: Rule = {
  id: 'C001',
  title: 'old name of a component',
  severity: 'warning',
  why: 'Component types were renamed to snake_case. The old name still starts, logs a warning, and goes away in a later version.',
  remedy: 'Use the new name where the component is defined and in every pipeline that names it.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/issues/45339',
  check: (input) =>
    input.graph.components.flatMap((component) => {
      const resolution = resolveComponentType(component.kind, component.writtenType, input.version);
      if (resolution.status !== 'deprecated') return [];
      return [
        {
          path: component.path,
          message: `${component.kind} "${component.writtenType}" is called "${resolution.current}" since ${resolution.since}`,
          fixes: renameComponent(input, component, resolution.current),
        },
      ];
    }),
};
