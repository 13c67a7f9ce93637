// TLS settings as the Collector's clients and servers take them.
import type { ConfigMap } from './config-value.ts';

/** A renewed certificate is read again; by default the first one stays until the process ends. */
const reload = '1h';

export type ServerTls = ConfigMap;
export type ClientTls = ConfigMap;

/** Where secrets of type kubernetes.io/tls are mounted. */
export const certificateFolder = '/etc/otelcol/certificates';

export function buildServerTls(secret: string): ServerTls {
  const folder = `${certificateFolder}/${secret}`;
  return {
    cert_file: `${folder}/tls.crt`,
    key_file: `${folder}/tls.key`,
    client_ca_file: `${folder}/ca.crt`,
    min_version: '1.2',
    reload_interval: reload,
  };
}

export interface ClientTlsSettings {
  readonly plaintext?: boolean;
  /** Secret with `ca.crt`, or the key in it. */
  readonly ca?: { readonly secret: string; readonly key: string } | undefined;
  readonly certificateSecret?: string | undefined;
  readonly serverName?: string | undefined;
}

/** undefined where the defaults are right: TLS with the CAs of the image. */
export function buildClientTls({ plaintext = false, ca, certificateSecret, serverName }: ClientTlsSettings): ClientTls | undefined {
  if (plaintext) return { insecure: true };
  const certificate = certificateSecret === undefined ? undefined : `${certificateFolder}/${certificateSecret}`;
  const settings = {
    ca_file: ca === undefined ? undefined : `${certificateFolder}/${ca.secret}/${ca.key}`,
    cert_file: certificate && `${certificate}/tls.crt`,
    key_file: certificate && `${certificate}/tls.key`,
    server_name_override: serverName,
  };
  return Object.values(settings).some((value) => value !== undefined)
    ? { ...settings, min_version: '1.2', reload_interval: certificate && reload }
    : undefined;
}
