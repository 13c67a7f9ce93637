// A config with one line taken away or changed.
import { isPair, isScalar, isSeq, parseDocument, visit, type Node } from 'yaml';

export interface Mutant {
  /** From 1, in the config. */
  readonly line: number;
  readonly kind: 'removed' | 'changed';
  /** `processors.memory_limiter.check_interval` */
  readonly path: string;
  /** What the line says. */
  readonly was: string;
  readonly text: string;
}

export function buildMutants(config: string): readonly Mutant[] {
  const places: { readonly keys: readonly (string | number)[]; readonly offset: number; readonly scalar: boolean }[] = [];
  const document = parseDocument(config);
  visit(document, (key, node, ancestors) => {
    if (isPair(node) && isScalar(node.key))
      places.push({ keys: keysOf([...ancestors, node]), offset: node.key.range?.[0] ?? 0, scalar: isScalar(node.value) });
    else if (typeof key === 'number' && isSeq(ancestors.at(-1)) && !isPair(node)) {
      places.push({ keys: [...keysOf(ancestors), key], offset: (node as Node).range?.[0] ?? 0, scalar: isScalar(node) });
    }
  });
  const lines = config.split('\n');
  return places.flatMap(({ keys, offset, scalar }) => {
    const line = config.slice(0, offset).split('\n').length;
    const about = { line, path: keys.join('.'), was: (lines[line - 1] ?? '').trim() };
    const removed = parseDocument(config);
    removed.deleteIn(keys);
    const mutants: Mutant[] = [{ ...about, kind: 'removed', text: removed.toString({ lineWidth: 0 }) }];
    if (scalar) {
      const changed = parseDocument(config);
      changed.setIn(keys, change(changed.getIn(keys)));
      mutants.push({ ...about, kind: 'changed', text: changed.toString({ lineWidth: 0 }) });
    }
    return mutants;
  });
}

function keysOf(ancestors: readonly unknown[]): (string | number)[] {
  const keys: (string | number)[] = [];
  for (const [index, node] of ancestors.entries()) {
    if (isPair(node) && isScalar(node.key)) keys.push(node.key.value as string);
    const child = ancestors[index + 1];
    if (isSeq(node) && child !== undefined && !isPair(child)) keys.push(node.items.indexOf(child as never));
  }
  return keys;
}

/** Another value of the same type, so that no parser notices. */
function change(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value > 10 ? Math.floor(value / 10) : value + 7;
  if (typeof value !== 'string') return 'x';
  const duration = /^(\d+)(ms|s|m|h)$/.exec(value);
  if (duration) return `${Number(duration[1]) * 20}${duration[2]}`;
  return `${value}x`;
}
