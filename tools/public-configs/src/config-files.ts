// Which files of a repository are Collector configs, by what is in them, and which are judged together.
import { posix } from 'node:path';
import { configKeys } from '@plinth/collector';
import { isMap, parse, parseAllDocuments } from 'yaml';
import type { RepositoryFile } from './repository.ts';

/**
 * `release`: a ConfigMap with a config, and a workload in the same file. `object`: a Kubernetes object without a config; it
 * says how a config beside it runs.
 */
export type FileKind = 'raw' | 'operator' | 'configmap' | 'release' | 'helm' | 'workload' | 'object' | 'other';

const workloads = ['Deployment', 'DaemonSet', 'StatefulSet'];

const judgedAlone: readonly FileKind[] = ['raw', 'operator', 'helm', 'release'];
const judgedTogether: readonly FileKind[] = ['configmap', 'workload', 'object'];

/** What the file is; of several documents, what a config among them is. Templates are no YAML: `other`. */
export function findKind(text: string): FileKind {
  const kinds = parseAllDocuments(text, { merge: true, logLevel: 'silent' }).map((document): FileKind => {
    if (document.errors.length > 0 || !isMap(document.contents)) return 'other';
    try {
      return findKindOf(document.toJS() as unknown);
    } catch {
      // An alias without an anchor.
      return 'other';
    }
  });
  if (kinds.includes('configmap') && kinds.includes('workload')) return 'release';
  const order: readonly FileKind[] = ['raw', 'operator', 'configmap', 'helm', 'workload', 'object'];
  return order.find((kind) => kinds.includes(kind)) ?? 'other';
}

function findKindOf(value: unknown): FileKind {
  if (!isMapping(value)) return 'other';
  const spec = isMapping(value['spec']) ? value['spec'] : {};
  if (typeof value['kind'] === 'string' && typeof value['apiVersion'] === 'string') {
    if (value['kind'] === 'OpenTelemetryCollector') return isConfig(spec['config']) ? 'operator' : 'object';
    if (value['kind'] === 'ConfigMap')
      return isMapping(value['data']) && Object.values(value['data']).some(isConfig) ? 'configmap' : 'object';
    return workloads.includes(value['kind']) ? 'workload' : 'object';
  }
  if (isConfig(value)) return 'raw';
  // A resource without its kind.
  if (isMapping(value['metadata']) && isMapping(value['spec'])) return 'other';
  return isHelm(value) || Object.values(value).some(isHelm) ? 'helm' : 'other';
}

function isConfig(value: unknown): boolean {
  if (typeof value === 'string') {
    if (!value.includes('pipelines:')) return false;
    try {
      return isConfig(parse(value, { merge: true, logLevel: 'silent' }) as unknown);
    } catch {
      return false;
    }
  }
  return isMapping(value) && isMapping(value['service']) && isMapping(value['service']['pipelines']);
}

function isHelm(values: unknown): boolean {
  return (
    isMapping(values) &&
    ['config', 'alternateConfig'].some((key) => {
      const config = values[key];
      return isMapping(config) && configKeys.some((section) => isMapping(config[section]));
    })
  );
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Files that one call of the linter judges. */
export interface Call {
  readonly configs: readonly string[];
  readonly files: readonly RepositoryFile[];
}

/**
 * A raw config, a resource, values and a whole release are judged alone: files beside them are other examples, or the next
 * step of a test. Other ConfigMaps are judged with all objects of their folder.
 */
export function buildCalls(files: readonly RepositoryFile[], excluded: readonly RegExp[]): readonly Call[] {
  const sorted = files
    .filter(({ path }) => !excluded.some((pattern) => pattern.test(path)))
    .map((file) => ({ ...file, kind: findKind(file.text) }));
  const alone = sorted
    .filter(({ kind }) => judgedAlone.includes(kind))
    .map(({ path, text }) => ({ configs: [path], files: [{ path, text }] }));
  const rendered = Map.groupBy(
    sorted.filter(({ kind }) => judgedTogether.includes(kind)),
    ({ path }) => posix.dirname(path),
  );
  const together = [...rendered.values()].flatMap((group) => {
    const configs = group.filter(({ kind }) => kind === 'configmap').map(({ path }) => path);
    return configs.length === 0 ? [] : [{ configs, files: group.map(({ path, text }) => ({ path, text })) }];
  });
  return [...alone, ...together];
}
