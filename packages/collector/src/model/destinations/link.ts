// A link leads from one tier to the next: an address, TLS, and a queue for the time in which the next tier is away.
import type { Environment } from '@plinth/manifest';
import type { Signal } from '../../catalogue/component-kind.ts';
import type { Component } from '../../components/component.ts';
import { buildOtlpGrpcExporter } from '../../components/otlp-exporter.ts';
import { buildClientTls, buildServerTls, type ClientTls, type ServerTls } from '../../components/tls.ts';
import type { Sizes } from '../sizing.ts';
import { buildQueue } from './queue.ts';

/** The secret with the certificates of the tiers. undefined: the tiers do not encrypt what they send to each other. */
function findSecret({ internalTls }: Environment): string | undefined {
  return internalTls === undefined || 'plaintext' in internalTls ? undefined : internalTls.certificateSecret;
}

export function internalClientTls(environment: Environment): ClientTls | undefined {
  const certificateSecret = findSecret(environment);
  if (certificateSecret === undefined) return { insecure: true };
  return buildClientTls({ ca: { secret: certificateSecret, key: 'ca.crt' }, certificateSecret });
}

export function internalServerTls(environment: Environment): ServerTls | undefined {
  const secret = findSecret(environment);
  return secret === undefined ? undefined : buildServerTls(secret);
}

/** The secrets that a tier mounts for its links. */
export function internalSecrets(environment: Environment): readonly string[] {
  const secret = findSecret(environment);
  return secret === undefined ? [] : [secret];
}

export interface LinkSettings {
  readonly name: string;
  /** Name of the other tier's objects. */
  readonly to: string;
  readonly port: number;
  readonly environment: Environment;
  readonly signals: readonly Signal[];
  readonly sizes: Sizes;
}

/** A link to the headless Service of a tier. Every replica is known there, and each gets its share. */
export function buildLink({ name, to, port, environment, signals, sizes }: LinkSettings): Component {
  return buildOtlpGrpcExporter({
    name,
    endpoint: `dns:///${headlessHost(to, environment)}:${port}`,
    balanced: true,
    tls: internalClientTls(environment),
    delivery: buildQueue(signals, sizes),
  });
}

export function headlessHost(name: string, { namespace }: Environment): string {
  return `${name}.${namespace}.svc.cluster.local`;
}
