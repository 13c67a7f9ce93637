// Text to manifest, with every problem at once.
import { errorTable, ManifestError, type ManifestProblem, type ManifestProblemCode } from './errors.ts';
import { findKnownKeys } from './known-keys.ts';
import { checkPlatform } from './platform-rules.ts';
import { buildPlatformJsonSchema, platformSchema, type PlatformManifest } from './platform-schema.ts';
import { buildProblems, type Problem } from './schema-problems.ts';
import { parseYaml, type Place } from './yaml-source.ts';

/**
 * @param file Name of the file, for messages.
 * @throws ManifestError with every problem: file, line, column, path, what was expected, what arrived, what to do.
 */
export function parsePlatformManifest(text: string, file: string): PlatformManifest {
  const source = parseYaml(text);
  const build = (
    code: ManifestProblemCode,
    place: Place,
    path: string,
    message: string,
    remedy: string = errorTable[code].remedy,
  ): ManifestProblem => ({
    code,
    file,
    ...place,
    path,
    message,
    remedy,
  });
  if (source.errors.length > 0)
    throw new ManifestError(source.errors.map(({ message, place }) => build('manifest.yaml_malformed', place, '', message)));

  const locate = ({ code, path, message, remedy, atKey }: Problem): ManifestProblem =>
    build(code, atKey ? source.findKeyPlace(path) : source.findPlace(path), renderPath(path), message, remedy);
  const parsed = platformSchema.safeParse(source.value ?? {});
  if (!parsed.success) {
    const schema = buildPlatformJsonSchema();
    const problems = buildProblems(parsed.error.issues, source.value, (path) => findKnownKeys(schema, path, source.value));
    throw new ManifestError(problems.map(locate).toSorted(byPlace));
  }
  const problems = checkPlatform(parsed.data);
  if (problems.length > 0) throw new ManifestError(problems.map(locate).toSorted(byPlace));
  return parsed.data;
}

function byPlace(left: ManifestProblem, right: ManifestProblem): number {
  return left.line - right.line || left.column - right.column;
}

function renderPath(path: Problem['path']): string {
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`), '');
}
