import type { Place, Rule } from '../rule.ts';
import { asMapping } from '../value-path.ts';

const sections = ['receivers', 'processors', 'exporters', 'connectors', 'extensions'];

export const nullComponent: Rule = {
  id: 'C066',
  title: 'component with nothing behind its colon',
  severity: 'warning',
  why: 'The API server drops null values from the resource: the component is gone when the Operator reads it, and the pipeline names something undefined.',
  remedy: 'Write {} for a component with its defaults.',
  source: 'https://github.com/open-telemetry/opentelemetry-operator/blob/main/apis/v1beta1/collector_webhook.go',
  check: ({ origin, value, config }) =>
    origin === 'operator'
      ? sections.flatMap((section): Place[] =>
          Object.entries(asMapping(value[section]))
            .filter(([, component]) => component === null)
            .map(([id]) => {
              const path = [section, id];
              return { path, message: `"${id}" is null`, fixes: [config.replaceValue(path, config.textOf(path) === '' ? ' {}' : '{}')] };
            }),
        )
      : [],
};
