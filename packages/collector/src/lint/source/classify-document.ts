// What a document of a file is, and which Collector configs it holds.
import type { Path } from '@plinth/findings';
import { isCollectorConfig, isWholeConfig } from './config-shape.ts';
import { openDocumentAt } from './documents.ts';
import type { FoundConfig } from './found-config.ts';
import { findHelmValues, isCollectorChart, readHelmConfig } from './helm-values.ts';
import { readKubernetesObject, type SourceObject } from './kubernetes-objects.ts';
import { isOperatorResource } from './operator-resource.ts';
import { readExpressions, type Expression } from './prometheus-rules.ts';
import { createSourceDocument, type SourceText } from './source-document.ts';
import { asMapping, getAt, isMapping, type Mapping } from './value-path.ts';

/** What one document holds. */
export interface DocumentContent {
  readonly configs?: readonly FoundConfig[];
  readonly object?: SourceObject;
  readonly expressions?: readonly Expression[];
}

/** Why a document cannot be judged, and at which path of it. */
export interface DocumentProblem {
  readonly path: Path;
  readonly problem: string;
}

const otherKind: DocumentProblem = {
  path: [],
  problem: 'neither a Collector config, nor Helm values, nor an OpenTelemetryCollector or other Kubernetes object',
};

/** Says what a document is. Some values fit more than one kind, and the first kind in this order counts. */
export function classifyDocument(source: SourceText, value: unknown): DocumentContent | DocumentProblem {
  const document = createSourceDocument(source, [], value);
  if (isCollectorConfig(value))
    return { configs: [{ origin: 'raw', config: document, complete: isWholeConfig(value), runsBy: { kind: 'unknown' } }] };
  if (!isMapping(value)) return otherKind;
  if (isOperatorResource(value)) return classifyResource(source, value);
  const object = readKubernetesObject(document);
  if (object !== undefined) {
    if (object.kind === 'ConfigMap') return { object, configs: readConfigMap(source, value, object.name) };
    return object.kind === 'PrometheusRule' ? { object, expressions: readExpressions(document, ['spec', 'groups']) } : { object };
  }
  if (Array.isArray(value['groups'])) return { expressions: readExpressions(document, ['groups']) };
  return classifyValues(source, value);
}

function classifyResource(source: SourceText, resource: Mapping): DocumentContent | DocumentProblem {
  const path = ['spec', 'config'];
  const config = openDocumentAt(source, resource, path, isCollectorConfig);
  if (config !== undefined) {
    const document = createSourceDocument(source, [], resource);
    return { configs: [{ origin: 'operator', config, complete: true, runsBy: { kind: 'resource', document, resource } }] };
  }
  return getAt(resource, ...path) === undefined ? {} : { path, problem: 'spec.config is no Collector config' };
}

function readConfigMap(source: SourceText, value: Mapping, name: string): readonly FoundConfig[] {
  return Object.keys(asMapping(value['data'])).flatMap((key): FoundConfig[] => {
    const config = openDocumentAt(source, value, ['data', key], isCollectorConfig);
    if (config === undefined) return [];
    const complete = isWholeConfig(asMapping(config.value));
    return [{ origin: 'kubernetes', config, complete, runsBy: { kind: 'configMap', name } }];
  });
}

function classifyValues(source: SourceText, value: Mapping): DocumentContent | DocumentProblem {
  const path = findHelmValues(value);
  if (path === undefined) return otherKind;
  const values = asMapping(getAt(value, ...path));
  if (!isCollectorChart(values, path)) {
    // It is another chart that takes a config, and what the chart adds to the config is not known.
    const config = createSourceDocument(source, [...path, 'config'], asMapping(values['config']));
    return { configs: [{ origin: 'helm', config, complete: false, runsBy: { kind: 'unknown' } }] };
  }
  const { key, value: merged, hasPresets } = readHelmConfig(values);
  const config = createSourceDocument(source, [...path, key], merged);
  const document = createSourceDocument(source, [], value);
  return { configs: [{ origin: 'helm', config, complete: !hasPresets, runsBy: { kind: 'values', document, values, path } }] };
}
