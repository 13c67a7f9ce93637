import { findLinks, type Link } from '../facts/tiers.ts';
import type { Place, Rule } from '../rule.ts';
import { isMapping, type Mapping } from '../source/value-path.ts';

const has = (settings: Mapping, ...keys: readonly string[]): boolean => keys.some((key) => settings[key] !== undefined);

/** Whether a link is encrypted. undefined: a variable decides. */
function speaksTls({ scheme, tls }: Link): boolean | undefined {
  if (scheme !== undefined) return scheme === 'https';
  const insecure = tls['insecure'];
  return insecure === undefined || typeof insecure === 'boolean' ? insecure !== true : undefined;
}

function compare(link: Link, server: NonNullable<Link['server']>): Place[] {
  const { exporter, tls, tlsPath, service } = link;
  const takes = isMapping(server.config['tls']) ? server.config['tls'] : undefined;
  const speaks = speaksTls(link);
  const at = (message: string, severity: Place['severity'] = 'error'): Place[] => [{ path: tlsPath, severity, message }];
  const other = `"${server.id}" behind ${service.name}`;
  if (speaks === undefined) return [];
  if (speaks && takes === undefined) return at(`"${exporter.id}" speaks TLS, and ${other} does not`);
  if (takes === undefined) return [];
  if (!speaks) return at(`"${exporter.id}" does not speak TLS, and ${other} does`);
  const shows = has(tls, 'cert_file', 'cert_pem');
  const asks = has(takes, 'client_ca_file');
  if (asks && !shows) return at(`"${exporter.id}" shows no certificate, and ${other} asks for one`);
  if (shows && !asks) return at(`"${exporter.id}" shows a certificate, and ${other} lets in whoever shows none`, 'warning');
  // No public CA signs a name inside of a cluster.
  if (!has(tls, 'ca_file', 'ca_pem', 'include_system_ca_certs_pool') && tls['insecure_skip_verify'] !== true)
    return at(`"${exporter.id}" knows no CA that can have signed the certificate of ${other}`, 'warning');
  return [];
}

export const tlsBetweenTiers: Rule = {
  id: 'C074',
  title: 'TLS of two tiers that does not fit',
  severity: 'error',
  why: 'Each config is valid alone; together the handshake fails, or it succeeds with everybody, and only the log of a running Collector says so.',
  remedy:
    'Receiver: tls with cert_file, key_file, client_ca_file. Exporters that talk to it: tls with ca_file, cert_file, key_file; or tls.insecure on all of them and no tls at the receiver.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/config/configtls/README.md',
  check: (input) => findLinks(input).flatMap((link) => (link.server === undefined ? [] : compare(link, link.server))),
};
