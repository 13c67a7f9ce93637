// What a component says about itself in its module's `metadata.yaml`.
import { parse } from 'yaml';

export interface Metadata {
  readonly kind: string;
  readonly type: string;
  readonly deprecatedType: string | undefined;
  /** `traces`, or for a connector `traces_to_metrics`. */
  readonly signals: readonly string[];
  readonly distributions: readonly string[];
}

const signals = ['traces', 'metrics', 'logs'];

export function parseMetadata(text: string): Metadata | undefined {
  const { type, deprecated_type, status } = parse(text);
  if (status?.class === undefined) return undefined;
  const named: string[] = Object.values<string[]>(status.stability ?? {}).flat();
  const known = named.filter((name) => name.split('_to_').every((part) => signals.includes(part)));
  return {
    kind: status.class,
    type,
    deprecatedType: deprecated_type,
    signals: [...new Set(known)].sort((a, b) => order(a) - order(b)),
    distributions: status.distributions ?? [],
  };
}

function order(signal: string): number {
  const [from = '', to = from] = signal.split('_to_');
  return signals.indexOf(from) * 10 + signals.indexOf(to);
}
