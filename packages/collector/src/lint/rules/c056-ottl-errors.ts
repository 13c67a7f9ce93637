import { compareVersions } from '../../catalogue/version.ts';
import type { Place, Rule } from '../rule.ts';
import { findScalars } from '../source/value-path.ts';

/** Finds quotes and brackets that do not close. The Collector itself says what else is wrong. */
function findOpenEnd(statement: string): string | undefined {
  const stack: string[] = [];
  for (let index = 0; index < statement.length; index += 1) {
    const character = statement[index] ?? '';
    if (character === '"') {
      const end = /^"(?:\\.|[^"\\])*"/.exec(statement.slice(index));
      if (end === null) return 'a quote';
      index += end[0].length - 1;
    } else if (character === '(' || character === '[') stack.push(character);
    else if (character === ')' || character === ']') {
      if (stack.pop() !== (character === ')' ? '(' : '[')) return `"${character}"`;
    }
  }
  return stack.length > 0 ? `"${stack.at(-1) ?? ''}"` : undefined;
}

export const ottlErrors: Rule = {
  id: 'C056',
  title: 'one bad record stops the batch',
  severity: 'warning',
  why: 'With error_mode: propagate (the default of older versions) a record on which a condition cannot be computed makes the whole batch fail and be dropped. A statement that does not parse stops the Collector at start.',
  remedy: 'Write error_mode: ignore.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/issues/47232',
  check: ({ graph, version, versionKnown }) =>
    graph.components
      .filter(({ kind, type }) => kind === 'processor' && (type === 'filter' || type === 'transform'))
      .flatMap(({ id, config, path }): Place[] => {
        const places: Place[] = [];
        if (config['error_mode'] === 'propagate')
          places.push({ path: [...path, 'error_mode'], message: `"${id}" drops a batch for one bad record` });
        if (config['error_mode'] === undefined && versionKnown && compareVersions(version, '0.150.0') < 0)
          places.push({ path, message: `"${id}" has no error_mode: Collector ${version} drops a batch for one bad record` });
        for (const { path: at, value } of findScalars(config)) {
          if (
            typeof value !== 'string' ||
            !at.some((step) => /statements|conditions|^(span|spanevent|metric|datapoint|log_record)$/.test(String(step)))
          )
            continue;
          const open = typeof at.at(-1) === 'number' ? findOpenEnd(value) : undefined;
          if (open !== undefined) places.push({ path: [...path, ...at], severity: 'error', message: `${open} does not close` });
        }
        return places;
      }),
};
