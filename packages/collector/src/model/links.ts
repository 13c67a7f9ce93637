// How one tier reaches the next: address, TLS, a queue for when it is away.
import type { Environment } from '@plinth/manifest';
import type { Signal } from '../catalogue/component-kind.ts';
import type { Component } from '../components/component.ts';
import { buildOtlpGrpcExporter } from '../components/otlp-exporter.ts';
import { buildClientTls, buildServerTls, type ClientTls, type ServerTls } from '../components/tls.ts';
import { buildQueue } from './destinations.ts';
import type { Sizes } from './sizing.ts';

export function internalClientTls({ internalTls }: Environment): ClientTls | undefined {
  if (internalTls === undefined || 'plaintext' in internalTls) return { insecure: true };
  const { certificateSecret } = internalTls;
  return buildClientTls({ ca: { secret: certificateSecret, key: 'ca.crt' }, certificateSecret });
}

export function internalServerTls({ internalTls }: Environment): ServerTls | undefined {
  return internalTls === undefined || 'plaintext' in internalTls ? undefined : buildServerTls(internalTls.certificateSecret);
}

export function internalSecrets({ internalTls }: Environment): readonly string[] {
  return internalTls === undefined || 'plaintext' in internalTls ? [] : [internalTls.certificateSecret];
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

/** To the headless service of a tier: every replica is known, and each gets its share. */
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
