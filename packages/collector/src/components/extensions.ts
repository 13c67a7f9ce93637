// Parts beside the pipelines: health, disk, authentication, leadership.
import { because, type Component } from './component.ts';
import type { ConfigValue, EnvReference, Template } from './config-value.ts';

export function buildHealthCheck({ endpoint }: { readonly endpoint: string | Template }): Component {
  return {
    kind: 'extension',
    type: 'health_check',
    config: { endpoint },
    reasons: [because('endpoint', 'Probes come from the kubelet, not from the pod itself: localhost would never be ready.')],
  };
}

export function buildFileStorage({ name, directory }: { readonly name: string; readonly directory: Template }): Component {
  return {
    kind: 'extension',
    type: 'file_storage',
    name,
    config: {
      directory,
      create_directory: true,
      timeout: '10s',
      fsync: true,
      compaction: { on_start: true, on_rebound: true, directory, cleanup_on_start: true },
    },
    reasons: [
      because('directory', 'Of this replica alone: two processes on one directory block each other.'),
      because('fsync', 'What was accepted is on disk, also when the node loses power.'),
      because('compaction', 'The file shrinks again after an outage.'),
    ],
  };
}

export function buildBasicAuth(settings: {
  readonly name: string;
  readonly username: EnvReference;
  readonly password: EnvReference;
}): Component {
  const { name, username, password } = settings;
  return { kind: 'extension', type: 'basicauth', name, config: { client_auth: { username, password } }, reasons: [] };
}

export function buildBearerToken({ name, token }: { readonly name: string; readonly token: ConfigValue }): Component {
  return { kind: 'extension', type: 'bearertokenauth', name, config: { token }, reasons: [] };
}

export function buildLeaderElector({
  name,
  namespace,
  lease,
}: {
  readonly name: string;
  readonly namespace: string;
  readonly lease: string;
}): Component {
  return {
    kind: 'extension',
    type: 'k8s_leader_elector',
    name,
    config: { auth_type: 'serviceAccount', lease_name: lease, lease_namespace: namespace },
    reasons: [],
  };
}
