// Masks personal data and secrets in attributes and log bodies, before anything is queued, counted or sent on.
import type { RedactionClass } from '@plinth/manifest';
import { because, type Component } from './component.ts';
import { buildKeyPattern, buildValuePattern, secretKeyPattern } from './redaction-patterns.ts';

export interface RedactionSettings {
  readonly classes: readonly RedactionClass[];
  readonly keys: readonly string[];
  readonly allow: readonly string[];
}

/** What every telemetry item has and no person is in. A UUID's digits can look like a card number. */
const ownKeys = ['service.instance.id', 'k8s.pod.uid', 'container.id', 'correlation_id'];

export function buildRedaction({ classes, keys, allow }: RedactionSettings): Component {
  return {
    kind: 'processor',
    type: 'redaction',
    config: {
      allow_all_keys: true,
      blocked_key_patterns: [secretKeyPattern, buildKeyPattern(keys)].filter((pattern) => pattern !== undefined),
      ignored_keys: [...ownKeys, ...allow],
      blocked_values: classes.map(buildValuePattern),
      redact_all_types: true,
      summary: 'silent',
    },
    reasons: [
      because('', 'Before queue, fan-out and metrics: what is masked here is in no copy.'),
      because('allow_all_keys', 'A list of allowed keys would drop what a service adds tomorrow; values are what is looked at.'),
      because('blocked_values', `From redaction.classes: ${classes.join(', ')}.`),
      because('redact_all_types', 'A card number can be a number.'),
      because('summary', 'A list of what was masked would itself tell which values were secret.'),
    ],
    rank: 'change',
  };
}

/** Texts that are no attributes: span names, status messages. */
export function buildTextRedaction({ classes }: RedactionSettings): Component {
  const patterns = classes.map(buildValuePattern);
  const replace = (field: string): string[] => patterns.map((pattern) => `replace_pattern(${field}, ${JSON.stringify(pattern)}, "****")`);
  return {
    kind: 'processor',
    type: 'transform',
    name: 'redact_texts',
    config: {
      error_mode: 'ignore',
      trace_statements: [{ context: 'span', statements: [...replace('span.name'), ...replace('span.status.message')] }],
    },
    reasons: [because('', 'The redaction processor looks at attributes and log bodies; span names and status messages are neither.')],
    rank: 'change',
  };
}
