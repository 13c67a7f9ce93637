// Rules that no single key shows. They look at several keys of a manifest that fits the schema.
import { findNearestName, isLoopback } from '@plinth/findings';
import type { UnplacedProblem as Problem } from '../core/schema-problems.ts';
import { backendTypes, type Backend, type BackendTls } from './backends/backends.ts';
import type { Environment } from './environment-schema.ts';
import type { PlatformInput } from './platform-schema.ts';
import type { SignalName } from './signal.ts';

/** The oldest Collector with the names and the queue that configs are made of. */
const oldestCollectorVersion = [0, 144, 0] as const;

/** The signals that a backend gets: what it asks for, or what it takes of what is collected. */
export function findSignals(manifest: PlatformInput, backend: Backend): readonly SignalName[] {
  return (
    backend.signals ?? manifest.signals.filter((signal) => (backendTypes[backend.type].signals as readonly SignalName[]).includes(signal))
  );
}

export function checkPlatform(manifest: PlatformInput): Problem[] {
  return [
    ...checkCollectorVersion(manifest),
    ...Object.entries(manifest.backends).flatMap(([name, backend]) => checkBackend(manifest, name, backend)),
    ...checkTenants(manifest),
    ...(Object.keys(manifest.environments).length === 0
      ? [{ code: 'manifest.environments_empty' as const, path: ['environments'], message: 'expected at least one environment, got none' }]
      : []),
    ...Object.entries(manifest.environments).flatMap(([name, environment]) => checkEnvironment(manifest, name, environment)),
  ];
}

function checkCollectorVersion({ collectorVersion }: PlatformInput): Problem[] {
  const parts = collectorVersion.split('.').map(Number);
  const difference = oldestCollectorVersion.map((part, index) => (parts[index] ?? 0) - part).find((each) => each !== 0) ?? 0;
  if (difference >= 0) return [];
  const message = `expected ${oldestCollectorVersion.join('.')} or newer, got ${collectorVersion}`;
  return [{ code: 'manifest.collector_version_unsupported', path: ['collectorVersion'], message }];
}

function checkBackend(manifest: PlatformInput, name: string, backend: Backend): Problem[] {
  const path = ['backends', name];
  const problems: Problem[] = [];
  const supported: readonly SignalName[] = backendTypes[backend.type].signals;
  for (const [index, signal] of (backend.signals ?? []).entries()) {
    if (!supported.includes(signal))
      problems.push({
        code: 'manifest.backend_lacks_signal',
        path: [...path, 'signals', index],
        message: `expected one of ${supported.join(', ')} for ${backend.type}, got ${signal}`,
      });
    else if (!manifest.signals.includes(signal))
      problems.push({
        code: 'manifest.signal_not_collected',
        path: [...path, 'signals', index],
        message: `expected one of ${manifest.signals.join(', ')}, got ${signal}`,
      });
  }
  return [...problems, ...checkEndpoint(path, backend), ...checkEncryption(path, backend)];
}

function checkEndpoint(path: readonly string[], backend: Backend): Problem[] {
  if (backend.type === 'otlp') {
    const isHostPort = /^[a-zA-Z0-9.[\]:-]+:\d{1,5}$/.test(backend.endpoint);
    const isUrl = /^https?:\/\/[^\s@]+$/.test(backend.endpoint);
    if (backend.protocol === 'grpc' && !isHostPort)
      return [
        { code: 'manifest.endpoint_wrong', path: [...path, 'endpoint'], message: `expected host:port for gRPC, got ${backend.endpoint}` },
      ];
    if (backend.protocol === 'http' && !isUrl)
      return [
        { code: 'manifest.endpoint_wrong', path: [...path, 'endpoint'], message: `expected a URL for HTTP, got ${backend.endpoint}` },
      ];
  }
  if ('endpoint' in backend && /\/v1\/(traces|metrics|logs)\/?$/.test(backend.endpoint))
    return [
      {
        code: 'manifest.endpoint_wrong',
        path: [...path, 'endpoint'],
        message: `expected a base URL, got ${backend.endpoint}: the Collector adds the path of the signal`,
      },
    ];
  return [];
}

function checkEncryption(path: readonly string[], backend: Backend): Problem[] {
  const tls: BackendTls | undefined = 'tls' in backend ? backend.tls : undefined;
  const urls = 'endpoints' in backend ? backend.endpoints : 'endpoint' in backend ? [backend.endpoint] : [];
  const plain = urls.find((url) => url.startsWith('http://') || url.startsWith('tcp://'));
  if (plain !== undefined && tls?.plaintext === undefined && !isLoopback(plain))
    return [{ code: 'manifest.plaintext_needs_reason', path, message: `expected https, or tls.plaintext with the reason, got ${plain}` }];
  return [];
}

function checkTenants(manifest: PlatformInput): Problem[] {
  const { tenants, backends } = manifest;
  const owners = new Map<string, string>();
  return Object.entries(tenants?.names ?? {}).flatMap(([tenant, { values, backends: own }]) => [
    ...values.flatMap((value, index): Problem[] => {
      const owner = owners.get(value);
      owners.set(value, tenant);
      if (owner === undefined) return [];
      return [
        {
          code: 'manifest.tenant_value_twice',
          path: ['tenants', 'names', tenant, 'values', index],
          message: `expected a value of one tenant, got ${value}, which ${owner} has`,
        },
      ];
    }),
    ...checkBackendNames(['tenants', 'names', tenant, 'backends'], own ?? [], Object.keys(backends)),
    ...(own === undefined ? [] : checkSignalsSent(manifest, ['tenants', 'names', tenant], own)),
  ]);
}

function checkBackendNames(path: readonly string[], names: readonly string[], known: readonly string[]): Problem[] {
  return names.flatMap((name, index): Problem[] => {
    if (known.includes(name)) return [];
    const nearest = findNearestName(name, known);
    return [
      {
        code: 'manifest.backend_unknown',
        path: [...path, index],
        message: `expected one of ${known.join(', ') || 'none'}, got ${name}`,
        ...(nearest && { remedy: `did you mean ${nearest}?` }),
      },
    ];
  });
}

function checkSignalsSent(manifest: PlatformInput, path: readonly string[], names: readonly string[]): Problem[] {
  const backends = names.flatMap((name) => manifest.backends[name] ?? []);
  // One that is not defined is a problem of its own.
  if (backends.length < names.length) return [];
  const sent = new Set(backends.flatMap((backend) => findSignals(manifest, backend)));
  return manifest.signals.flatMap((signal): Problem[] => {
    if (sent.has(signal)) return [];
    const message = `expected a backend for ${signal}, got ${names.join(', ') || 'none'}`;
    return [{ code: 'manifest.signal_without_backend', path, message }];
  });
}

const oneTier: readonly Environment['topology'][] = ['local', 'agent'];

function checkEnvironment(manifest: PlatformInput, name: string, environment: Environment): Problem[] {
  const path = ['environments', name];
  const problems = checkBackendNames([...path, 'backends'], environment.backends ?? [], Object.keys(manifest.backends));
  problems.push(...checkSignalsSent(manifest, path, environment.backends ?? Object.keys(manifest.backends)));
  if (!oneTier.includes(environment.topology) && environment.internalTls === undefined)
    problems.push({
      code: 'manifest.internal_tls_missing',
      path,
      message: `expected internalTls for the topology ${environment.topology}, got nothing`,
    });
  const sampling = environment.sampling ?? manifest.sampling;
  if (sampling.policies.length > 0 && !['two_tier', 'local'].includes(environment.topology) && manifest.signals.includes('traces'))
    problems.push({
      code: 'manifest.sampling_needs_whole_traces',
      path: [...path, 'topology'],
      message: `expected two_tier or local for ${sampling.policies.length} sampling policies, got ${environment.topology}`,
    });
  for (const [index, output] of (environment.outputs ?? []).entries()) {
    const local = environment.topology === 'local';
    if (output !== 'raw' && (output === 'compose') !== local)
      problems.push({
        code: 'manifest.output_impossible',
        path: [...path, 'outputs', index],
        message: `expected ${local ? 'raw or compose' : 'raw, helm, operator or kubernetes'} for the topology ${environment.topology}, got ${output}`,
      });
  }
  if (manifest.tenants !== undefined && environment.topology !== 'agent_gateway' && environment.topology !== 'local')
    problems.push({
      code: 'manifest.tenants_need_gateway',
      path: [...path, 'topology'],
      message: `expected agent_gateway, got ${environment.topology}`,
    });
  return problems;
}
