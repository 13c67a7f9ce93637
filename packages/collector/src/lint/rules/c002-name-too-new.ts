import { resolveComponentType } from '../../catalogue/component-types.ts';
import { renameComponent } from '../facts/component-traits.ts';
import type { Rule } from '../rule.ts';

export const nameTooNew: Rule = {
  id: 'C002',
  title: 'name that this Collector does not know yet',
  severity: 'error',
  why: 'A Collector older than the rename knows only the old name, and stops at start with "unknown type".',
  remedy: 'Use the old name, or raise the version of the Collector.',
  source: 'https://github.com/dash0hq/dash0-operator/issues/1394',
  check: (input) =>
    input.graph.components.flatMap((component) => {
      if (!input.versionKnown) return [];
      const resolution = resolveComponentType(component.kind, component.writtenType, input.version);
      if (resolution.status !== 'too_new') return [];
      return [
        {
          path: component.path,
          message: `${component.kind} "${component.writtenType}" exists since ${resolution.since}; Collector ${input.version} knows it as "${resolution.use}"`,
          fixes: renameComponent(input, component, resolution.use),
        },
      ];
    }),
};
