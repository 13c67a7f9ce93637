// Files to configs: which documents are there, what each is, which belong together.
import type { Document } from 'yaml';
import { LineCounter, parseAllDocuments, parseDocument } from 'yaml';
import { defaultCollectorVersion } from '../catalogue/config-schema.ts';
import type { Distribution } from '../catalogue/component-kind.ts';
import type { Deployment } from './deployment.ts';
import { readImageVersion } from './deployment.ts';
import { mapEmbeddedOffsets } from './embedded-text.ts';
import { findHelmValues, isCollectorChart, readHelmConfig, readHelmDeployment } from './helm-values.ts';
import type { KubernetesObject } from './kubernetes-objects.ts';
import { findDeployment, readKubernetesObject, readServices } from './kubernetes-objects.ts';
import { isOperatorResource, readOperatorDeployment } from './operator-resource.ts';
import { buildPipelineGraph } from './pipeline-graph.ts';
import type { Expression, LintInput, LintOptions } from './rule.ts';
import type { Position, SourceDocument, SourceText } from './source-document.ts';
import { createSourceDocument, findNodes } from './source-document.ts';
import type { Mapping, Path } from './value-path.ts';
import { asList, asMapping, asString, getAt, isMapping } from './value-path.ts';

export interface LintFile {
  /** As it shall stand in findings. */
  readonly path: string;
  readonly text: string;
}

/** A file, or a document of one, that cannot be judged. */
export interface Unreadable {
  readonly file: string;
  readonly position: Position;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

export interface ReadFiles {
  readonly inputs: readonly LintInput[];
  readonly unreadable: readonly Unreadable[];
}

interface Draft {
  readonly origin: LintInput['origin'];
  readonly config: SourceDocument;
  readonly complete: boolean;
  readonly deployment: Deployment | undefined;
  /** For plain objects: the ConfigMap that the workload is found by. */
  readonly configMap?: string;
}

const sectionNames = ['receivers', 'processors', 'exporters', 'connectors', 'extensions', 'service'];

const templateMessage = 'a template, not YAML: render it first (`helm template`)';
const otherKind = {
  path: [],
  message: 'neither a Collector config, nor Helm values, nor an OpenTelemetryCollector or other Kubernetes object',
};

interface ParsedValue {
  readonly value: unknown;
  readonly error?: { readonly offset: number; readonly message: string };
}

function parseValue(document: Document.Parsed): ParsedValue {
  const [error] = document.errors;
  if (error !== undefined) return { value: undefined, error: { offset: error.pos[0], message: error.message.split('\n')[0] ?? '' } };
  try {
    return { value: document.toJS() as unknown };
  } catch (thrown) {
    // An alias without an anchor, or one too many.
    return { value: undefined, error: { offset: document.range[0], message: (thrown as Error).message } };
  }
}

export function isCollectorConfig(value: unknown): value is Mapping {
  if (!isMapping(value)) return false;
  if (value['kind'] !== undefined && value['apiVersion'] !== undefined) return false;
  // The manifest of a Collector build has lists under the same names.
  if (sectionNames.some((section) => Array.isArray(value[section]))) return false;
  const known = sectionNames.filter((section) => section in value);
  return isMapping(getAt(value, 'service', 'pipelines')) || (known.length >= 2 && known.length >= Object.keys(value).length / 2);
}

/** false: a part that is merged over another config (`--config` can be given several times). */
function isWhole(config: Mapping): boolean {
  const pipelines = Object.values(asMapping(getAt(config, 'service', 'pipelines')));
  return (
    isMapping(config['receivers']) &&
    isMapping(config['exporters']) &&
    pipelines.every((pipeline) => getAt(pipeline, 'receivers') !== undefined && getAt(pipeline, 'exporters') !== undefined)
  );
}

export function readFiles(files: readonly LintFile[], options: LintOptions): ReadFiles {
  const drafts: Draft[] = [];
  const objects: KubernetesObject[] = [];
  const expressions: Expression[] = [];
  const unreadable: Unreadable[] = [];

  for (const file of files) {
    const lines = new LineCounter();
    for (const document of parseAllDocuments(file.text, { lineCounter: lines, merge: true, logLevel: 'error' }) as Document.Parsed[]) {
      const source: SourceText = {
        file: file.path,
        text: file.text,
        document,
        lines,
        toFile: (offset) => offset,
        fallback: { line: 1, column: 1 },
      };
      const reject = (position: Position, message: string, severity: Unreadable['severity']): void => {
        const template = file.text.includes('{{');
        unreadable.push({
          file: file.path,
          position,
          message: template ? templateMessage : message,
          severity: template ? 'warning' : severity,
        });
      };
      const { value, error } = parseValue(document);
      if (error !== undefined) {
        const { line, col } = lines.linePos(error.offset);
        reject({ line: Math.max(line, 1), column: Math.max(col, 1) }, `not YAML: ${error.message}`, 'error');
        break;
      }
      if (value === null || value === undefined) continue;
      const problem = readDocument(source, value, drafts, objects, expressions);
      if (problem !== undefined) reject(createSourceDocument(source, [], value).locate(problem.path), problem.message, 'warning');
    }
  }
  return { inputs: buildInputs(drafts, objects, expressions, options), unreadable };
}

function readDocument(
  source: SourceText,
  value: unknown,
  drafts: Draft[],
  objects: KubernetesObject[],
  expressions: Expression[],
): { readonly path: Path; readonly message: string } | undefined {
  const document = createSourceDocument(source, [], value);
  if (isCollectorConfig(value)) {
    drafts.push({ origin: 'raw', config: document, complete: isWhole(value), deployment: undefined });
    return undefined;
  }
  if (!isMapping(value)) return otherKind;
  if (isOperatorResource(value)) {
    const config = readConfigAt(source, value, ['spec', 'config']);
    if (config === undefined && getAt(value, 'spec', 'config') !== undefined)
      return { path: ['spec', 'config'], message: 'spec.config is no Collector config' };
    if (config !== undefined)
      drafts.push({ origin: 'operator', config, complete: true, deployment: readOperatorDeployment(document, value) });
    return undefined;
  }
  const object = readKubernetesObject(document);
  if (object !== undefined) {
    objects.push(object);
    if (object.kind === 'ConfigMap') {
      for (const key of Object.keys(asMapping(value['data']))) {
        const config = readConfigAt(source, value, ['data', key]);
        if (config !== undefined)
          drafts.push({
            origin: 'kubernetes',
            config,
            complete: isWhole(asMapping(config.value)),
            deployment: undefined,
            configMap: object.name,
          });
      }
    }
    if (object.kind === 'PrometheusRule') readExpressions(document, getAt(value, 'spec', 'groups'), ['spec', 'groups'], expressions);
    return undefined;
  }
  if (Array.isArray(value['groups'])) {
    readExpressions(document, value['groups'], ['groups'], expressions);
    return undefined;
  }
  const root = findHelmValues(value);
  if (root === undefined) return otherKind;
  const values = asMapping(getAt(value, ...root));
  if (!isCollectorChart(values, root)) {
    // Another chart that takes a config: what it adds to it is not known.
    const config = asMapping(values['config']);
    drafts.push({
      origin: 'helm',
      config: createSourceDocument(source, [...root, 'config'], config),
      complete: false,
      deployment: undefined,
    });
    return undefined;
  }
  const { key, value: config, hasPresets } = readHelmConfig(values);
  drafts.push({
    origin: 'helm',
    config: createSourceDocument(source, [...root, key], config),
    complete: !hasPresets,
    deployment: readHelmDeployment(document, values, root),
  });
  return undefined;
}

/** A config below a path, as an object or as a text. */
function readConfigAt(source: SourceText, value: Mapping, path: Path): SourceDocument | undefined {
  const config = getAt(value, ...path);
  if (isMapping(config)) return createSourceDocument(source, path, config);
  if (typeof config !== 'string') return undefined;
  const document = parseDocument(config, { merge: true, logLevel: 'error' }) as Document.Parsed;
  const inner = parseValue(document).value;
  if (!isCollectorConfig(inner)) return undefined;
  const node = findNodes(source.document, path).at(-1);
  return createSourceDocument(
    {
      ...source,
      text: config,
      document,
      toFile: mapEmbeddedOffsets(source.text, node?.node ?? null),
      fallback: createSourceDocument(source, [], value).locate(path),
    },
    [],
    inner,
  );
}

function readExpressions(document: SourceDocument, groups: unknown, path: Path, into: Expression[]): void {
  for (const [index, group] of asList(groups).entries()) {
    for (const [rule, item] of asList(getAt(group, 'rules')).entries()) {
      const text = asString(getAt(item, 'expr'));
      if (text !== undefined) into.push({ document, path: [...path, index, 'rules', rule, 'expr'], text });
    }
  }
}

/** The project's own images; the numbers of others are not versions of the Collector. */
const projectImage = /(^|\/)opentelemetry-collector(-contrib|-k8s)?(?=[:@]|$)/;

export function readDistribution(image: string | undefined): Distribution | undefined {
  const match = projectImage.exec(image ?? '');
  if (match === null) return undefined;
  if (match[2] === '-contrib') return 'contrib';
  return match[2] === '-k8s' ? 'k8s' : 'core';
}

function buildInputs(
  drafts: readonly Draft[],
  objects: readonly KubernetesObject[],
  expressions: readonly Expression[],
  options: LintOptions,
): LintInput[] {
  const services = readServices(objects);
  const inputs: LintInput[] = [];
  for (const { origin, config, complete, deployment: given, configMap } of drafts) {
    const deployment = given ?? (configMap === undefined ? findAlone(drafts, objects) : findDeployment(objects, configMap));
    const image = deployment?.image;
    const known = options.collectorVersion ?? (projectImage.test(image ?? '') ? readImageVersion(image) : undefined);
    const value = asMapping(config.value);
    inputs.push({
      origin,
      config,
      value,
      graph: buildPipelineGraph(value),
      complete,
      deployment,
      services,
      version: known ?? defaultCollectorVersion,
      versionKnown: known !== undefined,
      distribution: options.distribution ?? readDistribution(image),
      others: inputs,
      expressions,
    });
  }
  return inputs.map((input) => ({ ...input, others: inputs.filter((other) => other.config !== input.config) }));
}

/** A raw config beside the objects of one workload whose ConfigMap is not there (kustomize makes it): theirs. */
function findAlone(drafts: readonly Draft[], objects: readonly KubernetesObject[]): Deployment | undefined {
  if (drafts.length !== 1) return undefined;
  const names = objects.flatMap(({ value }) =>
    asList(getAt(value, 'spec', 'template', 'spec', 'volumes')).flatMap((volume) => asString(getAt(volume, 'configMap', 'name')) ?? []),
  );
  return names.length === 1 && names[0] !== undefined ? findDeployment(objects, names[0]) : undefined;
}
