// Every problem that a manifest can have. Codes are never reused; docs/errors.md has a section for each.
import { ProblemsError, type ErrorTable, type Problem } from '@plinth/findings';

export const errorTable = {
  'manifest.file_unreadable': { message: 'the manifest cannot be read', remedy: 'check the path and its permissions', exit: 'usage' },
  'manifest.yaml_malformed': { message: 'the file is not YAML', remedy: 'mend the syntax at this place', exit: 'findings' },
  'manifest.key_unknown': {
    message: 'a key that the format does not have',
    remedy: 'remove it, or write the key that was meant',
    exit: 'findings',
  },
  'manifest.key_missing': { message: 'a key is missing', remedy: 'add it', exit: 'findings' },
  'manifest.type_wrong': { message: 'a value has the wrong type', remedy: 'write a value of the expected type', exit: 'findings' },
  'manifest.value_not_allowed': {
    message: 'a value is not one of those allowed',
    remedy: 'write one of the allowed values',
    exit: 'findings',
  },
  'manifest.value_out_of_range': { message: 'a value is out of its range', remedy: 'write a value within the range', exit: 'findings' },
  'manifest.format_wrong': { message: 'a text does not have the expected form', remedy: 'write it in the expected form', exit: 'findings' },
  'manifest.shape_wrong': { message: 'a value has none of the allowed shapes', remedy: 'write one of the shapes', exit: 'findings' },
  'manifest.secret_literal': {
    message: 'a secret is written into the manifest',
    remedy: 'put it in a Secret and refer to it by { secret: <name>, key: <key> }; treat the one that was written here as leaked',
    exit: 'findings',
  },
  'manifest.backend_unknown': {
    message: 'a backend is named that is not defined',
    remedy: 'define it under backends, or correct the name',
    exit: 'findings',
  },
  'manifest.backend_lacks_signal': {
    message: 'a backend is to get a signal that it does not take',
    remedy: 'take the signal off its signals, or choose another backend for it',
    exit: 'findings',
  },
  'manifest.signal_without_backend': {
    message: 'a signal of an environment or a tenant is sent nowhere',
    remedy: 'name a backend that takes it, or take it off signals',
    exit: 'findings',
  },
  'manifest.signal_not_collected': {
    message: 'a backend lists a signal that the platform does not collect',
    remedy: 'add the signal to signals, or take it off the backend',
    exit: 'findings',
  },
  'manifest.endpoint_wrong': {
    message: 'an endpoint does not fit its protocol',
    remedy: 'gRPC takes host:port, HTTP a URL without the path of a signal',
    exit: 'findings',
  },
  'manifest.plaintext_needs_reason': {
    message: 'a connection would not be encrypted, and nothing says why',
    remedy: 'use https, or give a reason in tls.plaintext',
    exit: 'findings',
  },
  'manifest.internal_tls_missing': {
    message: 'an environment has several tiers and does not say how they speak to each other',
    remedy: 'set internalTls to { certificateSecret: <name> }, or to { plaintext: <reason> }',
    exit: 'findings',
  },
  'manifest.sampling_needs_whole_traces': {
    message: 'sampling policies need whole traces in one process, and this topology does not bring them together',
    remedy: 'use the topology two_tier (or local), or only sampling.rest',
    exit: 'findings',
  },
  'manifest.output_impossible': {
    message: 'an output does not fit the topology',
    remedy: 'use an output that the topology has',
    exit: 'findings',
  },
  'manifest.collector_version_unsupported': {
    message: 'configs are not rendered for this version of the Collector',
    remedy: 'use a version from 0.144.0 on: older ones do not have the names and the queue that configs are made of',
    exit: 'findings',
  },
  'manifest.tenants_need_gateway': {
    message: 'tenants have gateways of their own, and the topology has none',
    remedy: 'use the topology agent_gateway',
    exit: 'findings',
  },
  'manifest.tenant_value_twice': { message: 'two tenants claim the same value', remedy: 'give each value to one tenant', exit: 'findings' },
  'manifest.environments_empty': { message: 'no environment is defined', remedy: 'add one under environments', exit: 'findings' },
} as const satisfies ErrorTable;

export type ManifestProblemCode = keyof typeof errorTable;

/** One thing that is wrong with a manifest, with its place. */
export interface ManifestProblem extends Problem {
  readonly code: ManifestProblemCode;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** `environments.production.topology`. Empty for the whole file. */
  readonly path: string;
  /** What was expected, and what arrived. */
  readonly message: string;
  readonly remedy: string;
}

/** All problems of a manifest at once. */
export class ManifestError extends ProblemsError<ManifestProblem> {
  override readonly name = 'ManifestError';

  constructor(problems: readonly ManifestProblem[]) {
    super(errorTable, problems);
  }
}

export { renderProblem } from '@plinth/findings';
