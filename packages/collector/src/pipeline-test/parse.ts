// plinth.pipeline-test.yaml from text: every problem with its place, the rule, what is there, and what was probably meant.
import { LineCounter, isNode, isMap, isScalar, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { renderPath } from '@plinth/findings';
import { findNearestName } from '@plinth/findings';
import { CollectorError } from '../errors.ts';
import { suiteSchema } from './schema.ts';
import type { PipelineTestSuite } from './schema.ts';

export type Path = readonly PropertyKey[];

export interface ParsedSuite {
  readonly suite: PipelineTestSuite;
  /** `file:line:column` of what a path leads to. */
  readonly locate: (path: Path) => string;
}

/** @throws CollectorError `collector.pipeline_test_invalid` with every problem, each `file:line:column: path: …`. */
export function parsePipelineTests(text: string, file: string): ParsedSuite {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const syntax = document.errors.map((error) => `${place(error.pos[0])}: ${error.message.split('\n')[0]}`);
  if (syntax.length > 0) throw new CollectorError('collector.pipeline_test_invalid', syntax);
  const offset = (path: Path): number => offsetOf(document, path);
  const locate = (path: Path): string => place(offset(path));
  const value: unknown = document.toJS();
  const parsed = suiteSchema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => describeIssue(issue, value));
    throw new CollectorError(
      'collector.pipeline_test_invalid',
      problems
        .toSorted((left, right) => offset(left.path) - offset(right.path))
        .map(({ path, text: problem }) => `${locate(path)}: ${renderPlace(path)}: ${problem}`),
    );
  }
  return { suite: parsed.data, locate };
}

/** `tests[0].given.spans[1].name`. The top is `the file`. */
export function renderPlace(path: Path): string {
  const text = renderPath(path.map((key) => (typeof key === 'symbol' ? String(key) : key)));
  return text === '' ? 'the file' : text;
}

interface Problem {
  readonly path: Path;
  readonly text: string;
}

function describeIssue(issue: z.core.$ZodIssue, root: unknown): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path);
    return issue.keys.map((key) => {
      const nearest = findNearestName(key, known);
      const hint = nearest === undefined ? `known here: ${known.join(', ')}` : `did you mean ${nearest}?`;
      return { path: [...issue.path, key], text: `the key is not known; ${hint}` };
    });
  }
  const found = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], root);
  const arrived = found === undefined ? 'nothing' : JSON.stringify(found).slice(0, 80);
  const nearest =
    issue.code === 'invalid_value' && typeof found === 'string' ? findNearestName(found, issue.values.map(String)) : undefined;
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  return [{ path: issue.path, text: `${ruleOf(issue)}, got ${arrived}${hint}` }];
}

function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `expected ${typeNames[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value')
    return `expected ${issue.values
      .map(String)
      .join(', ')
      .replace(/, ([^,]*)$/, ' or $1')}`;
  if (issue.code === 'too_big') return `expected at most ${issue.maximum}`;
  if (issue.code !== 'too_small') return issue.message;
  return issue.origin === 'string' || issue.origin === 'array' ? 'expected not to be empty' : `expected at least ${issue.minimum}`;
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  string: 'text',
  int: 'a whole number',
  number: 'a number',
};

/** What is read of a schema to walk it: zod's own types are too many to name here. */
interface SchemaNode {
  readonly def?: { readonly innerType?: SchemaNode };
  readonly element?: SchemaNode;
  readonly valueType?: SchemaNode;
  readonly options?: readonly SchemaNode[];
  readonly shape?: Readonly<Record<string, SchemaNode>>;
}

/** The keys that the schema has at a path; of a choice, those of the map in it. */
function knownKeys(path: Path): readonly string[] {
  const node = path.reduce<SchemaNode | undefined>(
    (at, key) => {
      const schema = unwrap(at);
      return schema?.element ?? schema?.valueType ?? schema?.shape?.[String(key)];
    },
    suiteSchema as unknown as SchemaNode,
  );
  return Object.keys(unwrap(node)?.shape ?? {});
}

function unwrap(schema: SchemaNode | undefined): SchemaNode | undefined {
  const inner = schema?.def?.innerType ?? schema?.options?.find((option) => option.shape !== undefined);
  return inner === undefined ? schema : unwrap(inner);
}

/** Of the key where it is in a map, of the element in a list; of the deepest that exists. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const node = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
