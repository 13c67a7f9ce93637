// Every problem that a manifest can have. Codes are never reused; docs/errors.md has a section for each.

interface ErrorRow {
  readonly message: string;
  readonly remedy: string;
}

export const errorTable = {
  'manifest.file_unreadable': { message: 'the manifest cannot be read', remedy: 'check the path and its permissions' },
  'manifest.yaml_malformed': { message: 'the file is not YAML', remedy: 'mend the syntax at this place' },
  'manifest.key_unknown': { message: 'a key that the format does not have', remedy: 'remove it, or write the key that was meant' },
  'manifest.key_missing': { message: 'a key is missing', remedy: 'add it' },
  'manifest.type_wrong': { message: 'a value has the wrong type', remedy: 'write a value of the expected type' },
  'manifest.value_not_allowed': { message: 'a value is not one of those allowed', remedy: 'write one of the allowed values' },
  'manifest.value_out_of_range': { message: 'a value is out of its range', remedy: 'write a value within the range' },
  'manifest.format_wrong': { message: 'a text does not have the expected form', remedy: 'write it in the expected form' },
  'manifest.shape_wrong': { message: 'a value has none of the allowed shapes', remedy: 'write one of the shapes' },
  'manifest.secret_literal': {
    message: 'a secret is written into the manifest',
    remedy: 'put it in a Secret and refer to it by { secret: <name>, key: <key> }; treat the one that was written here as leaked',
  },
  'manifest.backend_unknown': {
    message: 'a backend is named that is not defined',
    remedy: 'define it under backends, or correct the name',
  },
  'manifest.backend_lacks_signal': {
    message: 'a backend is to get a signal that it does not take',
    remedy: 'take the signal off its signals, or choose another backend for it',
  },
  'manifest.signal_without_backend': {
    message: 'a signal of an environment or a tenant is sent nowhere',
    remedy: 'name a backend that takes it, or take it off signals',
  },
  'manifest.signal_not_collected': {
    message: 'a backend lists a signal that the platform does not collect',
    remedy: 'add the signal to signals, or take it off the backend',
  },
  'manifest.endpoint_wrong': {
    message: 'an endpoint does not fit its protocol',
    remedy: 'gRPC takes host:port, HTTP a URL without the path of a signal',
  },
  'manifest.plaintext_needs_reason': {
    message: 'a connection would not be encrypted, and nothing says why',
    remedy: 'use https, or give a reason in tls.plaintext',
  },
  'manifest.internal_tls_missing': {
    message: 'an environment has several tiers and does not say how they speak to each other',
    remedy: 'set internalTls to { certificateSecret: <name> }, or to { plaintext: <reason> }',
  },
  'manifest.sampling_needs_whole_traces': {
    message: 'sampling policies need whole traces in one process, and this topology does not bring them together',
    remedy: 'use the topology two_tier (or local), or only sampling.rest',
  },
  'manifest.output_impossible': { message: 'an output does not fit the topology', remedy: 'use an output that the topology has' },
  'manifest.collector_version_unsupported': {
    message: 'configs are not rendered for this version of the Collector',
    remedy: 'use a version from 0.144.0 on: older ones do not have the names and the queue that configs are made of',
  },
  'manifest.tenants_need_gateway': {
    message: 'tenants have gateways of their own, and the topology has none',
    remedy: 'use the topology agent_gateway',
  },
  'manifest.tenant_value_twice': { message: 'two tenants claim the same value', remedy: 'give each value to one tenant' },
  'manifest.environments_empty': { message: 'no environment is defined', remedy: 'add one under environments' },
} as const satisfies Record<string, ErrorRow>;

export type ManifestProblemCode = keyof typeof errorTable;

export interface ManifestProblem {
  readonly code: ManifestProblemCode;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** `environments.production.topology`; empty for the whole file. */
  readonly path: string;
  /** What was expected, and what arrived. */
  readonly message: string;
  readonly remedy: string;
}

/** All problems of a manifest at once. */
export class ManifestError extends Error {
  readonly problems: readonly ManifestProblem[];

  constructor(problems: readonly ManifestProblem[]) {
    super(problems.map(renderProblem).join('\n'));
    this.name = 'ManifestError';
    this.problems = problems;
  }
}

export function renderProblem({ code, file, line, column, path, message, remedy }: ManifestProblem): string {
  return `${file}:${line}:${column} ${code}: ${path === '' ? '' : `${path}: `}${message}; ${remedy}`;
}
