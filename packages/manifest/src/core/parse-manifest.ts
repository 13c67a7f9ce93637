// Text to value, with every problem at once: the same way for each kind of manifest.
import { renderPath, type Position } from '@plinth/findings';
import type { z } from 'zod';
import { errorTable, ManifestError, type ManifestProblem, type ManifestProblemCode } from '../errors.ts';
import { buildProblems, type UnplacedProblem } from './schema-problems.ts';
import { parseYaml, type YamlSource } from './yaml-source.ts';

/** One kind of manifest. */
export interface ManifestKind<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** JSON Schema of the file. */
  readonly buildJsonSchema: () => Readonly<Record<string, unknown>>;
  /** Rules over several keys, for a value that fits the schema. */
  readonly check: (value: z.infer<Schema>) => readonly UnplacedProblem[];
}

/** A manifest that was read, and where each of its values stands. */
export interface Parsed<Value> {
  readonly value: Value;
  /** Gives a problem that is found later its place in the file. */
  readonly locate: (problem: UnplacedProblem) => ManifestProblem;
}

/**
 * @param file the name of the file, for messages
 * @throws {ManifestError} with every problem: file, line, column, path, what was expected, what arrived, what to do
 */
export function parseManifest<Schema extends z.ZodType>(text: string, file: string, kind: ManifestKind<Schema>): Parsed<z.infer<Schema>> {
  const source = parseYaml(text);
  if (source.errors.length > 0)
    throw new ManifestError(
      source.errors.map(({ message, place }) => buildProblem('manifest.yaml_malformed', { file, place, path: '', message })),
    );
  const locate = (problem: UnplacedProblem): ManifestProblem => locateIn(source, file, problem);
  const parsed = kind.schema.safeParse(source.value ?? {});
  const problems = parsed.success ? kind.check(parsed.data) : buildProblems(parsed.error.issues, source.value, kind.buildJsonSchema());
  if (!parsed.success || problems.length > 0) throw new ManifestError(problems.map(locate).toSorted(byPlace));
  return { value: parsed.data, locate };
}

function locateIn(source: YamlSource, file: string, { code, path, message, remedy, atKey }: UnplacedProblem): ManifestProblem {
  const place = atKey ? source.findKeyPlace(path) : source.findPlace(path);
  return buildProblem(code, { file, place, path: renderPath(path), message, remedy });
}

interface ProblemParts {
  readonly file: string;
  readonly place?: Position;
  readonly path?: string;
  readonly message: string;
  readonly remedy?: string | undefined;
}

/** Builds a problem of its code: about a whole file where there is no place, and with the remedy of the code where there is no better one. */
export function buildProblem(code: ManifestProblemCode, { file, place, path = '', message, remedy }: ProblemParts): ManifestProblem {
  return { code, file, ...(place ?? { line: 1, column: 1 }), path, message, remedy: remedy ?? errorTable[code].remedy };
}

function byPlace(left: ManifestProblem, right: ManifestProblem): number {
  return left.line - right.line || left.column - right.column;
}
