import { isUsed } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { asList, asMapping, asString, type Mapping } from '../source/value-path.ts';

const parsers = ['json_parser', 'regex_parser', 'csv_parser', 'key_value_parser', 'json_array_parser', 'syslog_parser', 'uri_parser'];

/** Operators that fail on a record without their field, and the key that names the field. */
const takers: Readonly<Record<string, string>> = {
  move: 'from',
  copy: 'from',
  remove: 'field',
  flatten: 'field',
  unquote: 'field',
  time_parser: 'parse_from',
  severity_parser: 'parse_from',
};

/** Attributes that receivers and the container operator set by themselves. */
const ownAttribute = /^(log|net|k8s|container)(\.|$)|^(time|stream|logtag)$/;

/** `attributes["a"]`, `attributes.a` and `attributes.a.b` are all about `a`. */
function readAttribute(field: unknown): string | undefined {
  const [, quoted, plain] = /^attributes(?:\[["']([^"']+)["']\]|\.([^.[]+))/.exec(String(field)) ?? [];
  return quoted ?? plain;
}

/** The operators that need an attribute which only some of the records have. Empty where that cannot be known. */
function findFailing(operators: readonly Mapping[]): readonly { readonly index: number; readonly name: string; readonly parser: string }[] {
  // The records take different ways, so it is not known what each of them has.
  if (operators.some(({ type, output }) => type === 'router' || output !== undefined)) return [];
  const set = new Set<string>();
  let parser: string | undefined;
  const failing = [];
  for (const [index, { type, on_error: onError, ...operator }] of operators.entries()) {
    const kind = String(type);
    const conditional = operator['if'] !== undefined;
    if (parsers.includes(kind)) {
      if (!conditional && asString(operator['parse_to'])?.startsWith('body') !== true) return [];
      parser ??= kind;
    }
    const name = readAttribute(operator[takers[kind] ?? '']);
    const quiet = onError !== undefined && onError !== 'send' && onError !== 'drop';
    if (parser !== undefined && name !== undefined && !conditional && !quiet && !set.has(name) && !ownAttribute.test(name))
      failing.push({ index, name, parser });
    const given = readAttribute(operator[kind === 'add' ? 'field' : 'to']);
    if (given !== undefined) set.add(given);
  }
  return failing;
}

export const fieldNotInEveryLine: Rule = {
  id: 'C086',
  title: 'operator that fails on lines without its field',
  severity: 'warning',
  why: 'Only lines that the parser takes have the field. On every other one the operator fails, and the Collector logs an error for it: as many lines of its own as come in.',
  remedy: 'Give the operator `if: attributes["…"] != nil`, or on_error: send_quiet.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/pkg/stanza/docs/types/on_error.md',
  check: ({ graph }) =>
    graph.components
      .filter((component) => component.kind === 'receiver' && isUsed(graph, component))
      .flatMap(({ id, config, path }) =>
        findFailing(asList(config['operators']).map(asMapping)).map(({ index, name, parser }): Place => ({
          path: [...path, 'operators', index],
          message: `"${id}" fails here on lines that its ${parser} leaves out: they have no "${name}"`,
        })),
      ),
};
