// Turns what zod found into the words of someone who writes a manifest.
import { findNearestName, type Path } from '@plinth/findings';
import type { z } from 'zod';
import type { ManifestProblemCode } from '../errors.ts';
import { findFormat, type Format, type FormatSchema } from './format.ts';

/** One thing that is wrong with a manifest, before its place in the file is known. */
export interface UnplacedProblem {
  readonly code: ManifestProblemCode;
  readonly path: Path;
  /** What was expected, and what arrived. */
  readonly message: string;
  /** Default: the remedy of the code. */
  readonly remedy?: string;
  /** The key is what is wrong, not its value. */
  readonly atKey?: boolean;
}

type Issue = z.core.$ZodIssue;

/** @param input the whole value that was checked */
export function buildProblems(issues: readonly Issue[], input: unknown, schema: FormatSchema): UnplacedProblem[] {
  return issues.flatMap((issue) => buildFromIssue(issue, input, (path) => findFormat(schema, path, input)));
}

type FormatAt = (path: Path) => Format;

function buildFromIssue(issue: Issue, input: unknown, formatAt: FormatAt): UnplacedProblem[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const found = valueAt(input, path);
  const arrived = describe(found);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const known = formatAt(path).keys;
        const nearest = findNearestName(key, known);
        const message = `expected one of ${known.join(', ')}, got ${key}`;
        return {
          code: 'manifest.key_unknown',
          path: [...path, key],
          message,
          atKey: true,
          ...(nearest && { remedy: `did you mean ${nearest}?` }),
        };
      });
    case 'invalid_type':
      if (found === undefined) return [{ code: 'manifest.key_missing', path, message: `expected ${article(issue.expected)}, got nothing` }];
      if (issue.expected === 'object' && typeof found === 'string' && formatAt(path).isSecret)
        return [{ code: 'manifest.secret_literal', path, message: 'expected a reference to a secret, got a text' }];
      return [{ code: 'manifest.type_wrong', path, message: `expected ${article(issue.expected)}, got ${arrived}` }];
    case 'invalid_value': {
      if (found === undefined)
        return [{ code: 'manifest.key_missing', path, message: `expected ${listValues(issue.values)}, got nothing` }];
      const nearest = typeof found === 'string' ? findNearestName(found, issue.values.map(String)) : undefined;
      const message = `expected ${listValues(issue.values)}, got ${arrived}`;
      return [{ code: 'manifest.value_not_allowed', path, message, ...(nearest && { remedy: `did you mean ${nearest}?` }) }];
    }
    case 'too_small':
      return [
        {
          code: 'manifest.value_out_of_range',
          path,
          message: `expected ${countWord(issue.origin)} ${issue.inclusive === false ? 'more than' : 'of at least'} ${issue.minimum}, got ${arrived}`,
        },
      ];
    case 'too_big':
      return [
        {
          code: 'manifest.value_out_of_range',
          path,
          message: `expected ${countWord(issue.origin)} of at most ${issue.maximum}, got ${arrived}`,
        },
      ];
    case 'invalid_format':
      return [{ code: 'manifest.format_wrong', path, message: `expected ${issue.message}, got ${arrived}` }];
    case 'invalid_key': {
      const rule = issue.issues[0]?.message ?? 'another key';
      return [{ code: 'manifest.format_wrong', path, message: `expected ${rule}, got ${String(path.at(-1))}`, atKey: true }];
    }
    case 'invalid_union':
      return buildFromUnion(issue, path, found, input, formatAt);
    case 'not_multiple_of':
    case 'invalid_element':
    case 'custom':
      return [{ code: 'manifest.shape_wrong', path, message: `expected ${issue.message}, got ${arrived}` }];
  }
}

function buildFromUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: Path,
  found: unknown,
  input: unknown,
  formatAt: FormatAt,
): UnplacedProblem[] {
  const key = issue.discriminator;
  if (issue.errors.length === 0 && key !== undefined) {
    const around = path.at(-1) === key ? path.slice(0, -1) : path;
    const place = [...around, key];
    const value = valueAt(input, place);
    const allowed = formatAt(around).constantsOf(key);
    const message = `expected one of ${allowed.join(', ')}, got ${describe(value)}`;
    const nearest = typeof value === 'string' ? findNearestName(value, allowed) : undefined;
    const code = value === undefined ? 'manifest.key_missing' : 'manifest.value_not_allowed';
    return [{ code, path: place, message, ...(nearest && { remedy: `did you mean ${nearest}?` }) }];
  }
  const best = findBestShape(issue.errors, found);
  if (best === undefined) {
    const shapes = formatAt(path).shapes.map((keys) => (keys.length === 0 ? 'a value' : `a map with ${keys.join(', ')}`));
    const expected = shapes.length > 0 && typeof found === 'object' ? shapes.join(', or ') : 'one of the shapes that the documentation has';
    return [{ code: 'manifest.shape_wrong', path, message: `expected ${expected}, got ${describe(found)}` }];
  }
  const prefixed = best.map((error) => ({ ...error, path: [...issue.path, ...error.path] }) as Issue);
  return prefixed.flatMap((each) => buildFromIssue(each, input, formatAt));
}

/** The shape that was most likely meant: more of its keys are there than of any other. None where two fit equally well. */
function findBestShape(branches: readonly Issue[][], found: unknown): readonly Issue[] | undefined {
  const isRefused = (errors: readonly Issue[]): boolean => errors.some(({ code, path }) => code === 'invalid_type' && path.length === 0);
  const fitting = branches.filter((errors) => !isRefused(errors));
  const keys = typeof found === 'object' && found !== null ? Object.keys(found).length : 0;
  const ranked = fitting
    .map((errors) => {
      const unknown = errors.flatMap((error) => (error.code === 'unrecognized_keys' && error.path.length === 0 ? error.keys : [])).length;
      return { errors, unknown };
    })
    .toSorted((left, right) => left.unknown - right.unknown || left.errors.length - right.errors.length);
  const [best, second] = ranked;
  if (best === undefined) return undefined;
  if (best.unknown === 0) return best.errors;
  return best.unknown < keys && (second === undefined || best.unknown < second.unknown) ? best.errors : undefined;
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[part];
  }
  return current;
}

/** Short, and never the text of what may be a secret in full. */
function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return `a map with ${Object.keys(value).join(', ') || 'no keys'}`;
  const text = JSON.stringify(value).replace(/\/\/[^/@]*@/, '//…@');
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}

function article(type: string): string {
  const names: Record<string, string> = {
    object: 'a map',
    record: 'a map',
    array: 'a list',
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
  };
  return names[type] ?? type;
}

function countWord(origin: string): string {
  if (origin === 'array') return 'a list';
  return origin === 'string' ? 'a text' : 'a number';
}

function listValues(values: readonly unknown[]): string {
  return values.length === 1 ? JSON.stringify(values[0]) : `one of ${values.join(', ')}`;
}
