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
  'manifest.kind_needs_key': {
    message: 'a service lacks a key that its kind needs',
    remedy: 'add the key, or correct the kind',
    exit: 'findings',
  },
  'manifest.kind_lacks_key': {
    message: 'a service has a key that its kind does not have',
    remedy: 'remove the key, or correct the kind',
    exit: 'findings',
  },
  'manifest.critical_path_wrong': {
    message: 'a critical path does not fit the kind of its service',
    remedy: 'write routes for the kind http, and jobs with the queue of consumes for the kind worker',
    exit: 'findings',
  },
  'manifest.dependency_on_itself': { message: 'a service depends on itself', remedy: 'remove the dependency', exit: 'findings' },
  'manifest.dependency_unknown': {
    message: 'a dependency is named that is not there',
    remedy: 'add it under dependsOn, or correct the name',
    exit: 'findings',
  },
  'manifest.dependency_cycle': {
    message: 'services need each other in a circle, so that none can start or answer without the others',
    remedy: 'make one of the dependencies not critical, or cut it',
    exit: 'findings',
  },
  'manifest.service_unknown': {
    message: 'a service depends on a service that is not there',
    remedy: 'correct the name, or write external: true with its address for one that is run elsewhere',
    exit: 'findings',
  },
  'manifest.service_twice': { message: 'two services have one name', remedy: 'rename one of them', exit: 'findings' },
  'manifest.services_not_found': {
    message: 'no manifest of a service is found',
    remedy: 'write a plinth.yaml, or correct the patterns under services in plinth.platform.yaml',
    exit: 'findings',
  },
  'manifest.platform_not_found': {
    message: 'the platform manifest that is named is not there',
    remedy: 'install the npm package, or correct the path',
    exit: 'findings',
  },
  'manifest.platform_missing': {
    message: 'there is no platform manifest, so the defaults hold',
    remedy: 'write plinth.platform.yaml in a folder above, or name one: platform: <npm package or path>',
    exit: 'findings',
  },
  'manifest.exception_expired': {
    message: 'an exception has ended',
    remedy: 'do what its rule says and remove the exception, or give it a new reason and a new end',
    exit: 'findings',
  },
  'manifest.exception_too_long': {
    message: 'an exception lasts for more than 180 days',
    remedy: 'choose an earlier end: a rule that never holds is to be changed, not excepted',
    exit: 'findings',
  },
  'manifest.catalog_missing': {
    message: 'the module with the telemetry of a service is not there',
    remedy: 'write it, or name it under telemetry',
    exit: 'findings',
  },
  'manifest.catalog_not_erasable': {
    message: 'the module with the telemetry is TypeScript that has to be compiled, such as an enum or a namespace',
    remedy: 'point telemetry at the compiled JavaScript or at a catalog.json, or keep such code out of the module',
    exit: 'findings',
  },
  'manifest.catalog_import_missing': {
    message: 'the module with the telemetry imports something that cannot be found',
    remedy: 'install the packages; for path aliases of TypeScript point telemetry at the compiled JavaScript or at a catalog.json',
    exit: 'findings',
  },
  'manifest.catalog_throws': {
    message: 'the module with the telemetry throws',
    remedy: 'mend it: the module should define telemetry and do nothing else',
    exit: 'findings',
  },
  'manifest.catalog_exits': {
    message: 'the module with the telemetry ends the process',
    remedy: 'take the exit out: the module should define telemetry and do nothing else',
    exit: 'findings',
  },
  'manifest.catalog_hangs': {
    message: 'the module with the telemetry does not come to its end',
    remedy: 'look for an endless loop or an await in it: the module should define telemetry and do nothing else',
    exit: 'findings',
  },
  'manifest.catalog_empty': {
    message: 'the module defines no telemetry',
    remedy: 'call bindTelemetry(defineTelemetry({ … })) in it, or export what defineTelemetry returns',
    exit: 'findings',
  },
  'manifest.catalog_invalid': {
    message: 'the telemetry of a service breaks the rules of a catalog',
    remedy: 'correct the places listed; the README of @plinth/catalog has the rules',
    exit: 'findings',
  },
  'manifest.catalog_prints': {
    message: 'the module with the telemetry prints when it is loaded',
    remedy: 'take the output out: the module should define telemetry and do nothing else',
    exit: 'findings',
  },
  'manifest.catalog_starts_something': {
    message: 'the module with the telemetry starts something when it is loaded, such as a server or a timer',
    remedy: 'start it elsewhere: tools and tests load the module too',
    exit: 'findings',
  },
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

/** All problems of manifests at once. */
export class ManifestError extends ProblemsError<ManifestProblem> {
  override readonly name = 'ManifestError';

  constructor(problems: readonly ManifestProblem[], options?: ErrorOptions) {
    super(errorTable, problems, options);
  }
}
