// `config.schema.yaml` files, and where a `$ref` in one of them leads.
import { join } from 'node:path/posix';
import { parse } from 'yaml';
import { findModule, type GoModule, readModuleFile } from './go-modules.ts';

/** As the files have it: JSON Schema with extensions (`x-optional`, `x-customType`). */
export interface SourceSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SourceSchema>>;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SourceSchema>>;
  readonly additionalProperties?: SourceSchema | boolean;
  readonly items?: SourceSchema;
  readonly allOf?: readonly SourceSchema[];
  readonly oneOf?: readonly SourceSchema[];
  readonly anyOf?: readonly SourceSchema[];
  readonly 'x-customType'?: string;
  /** Has no keys at all; ours. */
  readonly 'x-empty'?: boolean;
}

/** A schema file: the package it describes. */
export interface SchemaFile {
  readonly module: GoModule;
  /** Inside the module, '' for its root. */
  readonly folder: string;
  readonly schema: SourceSchema;
}

const repositories = ['go.opentelemetry.io/collector', 'github.com/open-telemetry/opentelemetry-collector-contrib'];
const files = new Map<string, SchemaFile | undefined>();

export function readSchemaFile(module: GoModule, folder: string): SchemaFile | undefined {
  const key = `${module.path}@${module.version}/${folder}`;
  if (!files.has(key)) {
    const text = readModuleFile(module, join(folder, 'config.schema.yaml'));
    files.set(key, text === undefined ? undefined : { module, folder, schema: parse(text) });
  }
  return files.get(key);
}

/** The schema that a reference of `file` means, with the file it is in; undefined where the modules do not have it. */
export function followReference(
  file: SchemaFile,
  reference: string,
  download: boolean,
): { file: SchemaFile; name: string; schema: SourceSchema } | undefined {
  const slash = reference.lastIndexOf('/');
  const dot = reference.indexOf('.', slash + 1);
  if (slash === -1 && dot === -1) return pick(file, reference);
  const name = reference.slice(dot + 1);
  const target = reference.slice(0, dot);
  const found = target.startsWith('.')
    ? readSchemaFile(file.module, join(file.folder, target))
    : readPackage(file.module, target, download);
  return found && pick(found, name);
}

function pick(file: SchemaFile, name: string) {
  const schema = file.schema.$defs?.[name] ?? (name === 'config' ? file.schema : undefined);
  return schema && { file, name, schema };
}

function readPackage(from: GoModule, target: string, download: boolean): SchemaFile | undefined {
  const repository = repositories.find((one) => from.path.startsWith(one)) ?? '';
  const path = target.startsWith('/') ? repository + target : target;
  const required = [{ path: from.path, version: from.version }, ...readRequirements(from)]
    .filter((one) => path === one.path || path.startsWith(`${one.path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
  const module = required && findModule(required.path, [required.version], download);
  return module && readSchemaFile(module, path.slice(module.path.length + 1));
}

function readRequirements(module: GoModule): readonly { path: string; version: string }[] {
  const text = readModuleFile(module, 'go.mod') ?? '';
  return [...text.matchAll(/^(?:require )?\s*([a-z][\w./-]+) (v\S+)/gm)].map(([, path = '', version = '']) => ({ path, version }));
}
