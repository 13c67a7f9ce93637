// One environment variable: how its text becomes a value, what holds where it is not set, and what it is for.
import type { ValueParser } from './value-parsers.ts';

export interface Variable<T> {
  readonly parse: ValueParser<T>;
  readonly help: string;
  /** The value may hold credentials: error messages leave it out. */
  readonly secret?: true;
}

/** Where the variable is not set, `default` holds. */
export interface Preset<T> extends Variable<T> {
  readonly default: T;
}

/** Where the variable is not set, there is no value. */
export interface Optional<T> extends Variable<T> {
  readonly default: undefined;
}

/** Where the variable is not set, the value of another variable holds. */
export interface Inherited<T, N extends string> extends Variable<T> {
  readonly inherits: N;
}

/** Where the variable is not set, the value follows from other options. The text says how. */
export interface Computed<T> extends Variable<T> {
  readonly computed: string;
}

export type AnyVariable = Preset<unknown> | Optional<unknown> | Inherited<unknown, string> | Computed<unknown>;

interface Extra {
  readonly secret?: true;
}

export function preset<T>(parse: ValueParser<T>, value: NoInfer<T>, help: string, extra: Extra = {}): Preset<T> {
  return { parse, default: value, help, ...extra };
}

export function optional<T>(parse: ValueParser<T>, help: string, extra: Extra = {}): Optional<T> {
  return { parse, default: undefined, help, ...extra };
}

export function inherited<T, N extends string>(parse: ValueParser<T>, name: N, help: string, extra: Extra = {}): Inherited<T, N> {
  return { parse, inherits: name, help, ...extra };
}

export function computed<T>(parse: ValueParser<T>, from: string, help: string): Computed<T> {
  return { parse, computed: from, help };
}
