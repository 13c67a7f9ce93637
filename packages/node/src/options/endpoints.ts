// Where a signal is sent. HTTP takes a URL; gRPC takes every form of address that its clients take.
// Sources: https://opentelemetry.io/docs/specs/otel/protocol/exporter/ and https://github.com/grpc/grpc/blob/master/doc/naming.md
import type { ParsedValue } from './value-parsers.ts';

/** Where the OTLP receiver is, by transport. Source: the OTLP specification. */
export const otlpEndpoints = { http: 'http://localhost:4318', grpc: 'http://localhost:4317' };

const httpRule = 'must be a URL that starts with http:// or https:// (OTEL_EXPORTER_OTLP_PROTOCOL=grpc takes host:port, too)';
const grpcRule =
  'must be a URL that starts with http:// or https://, or an address of gRPC: host:port, dns:///host:port, ipv4:, ipv6:, unix:/path';

/** The URL of one signal, from the URL for it alone: it is used as it is. */
export function parseSignalUrl(text: string): ParsedValue<string> {
  return isHttpUrl(text) ? { value: text } : { rule: httpRule };
}

/** The URL of one signal, from the URL for all. The path of the signal comes before the query. */
export function parseBaseUrl(text: string, path: string): ParsedValue<string> {
  if (!isHttpUrl(text)) return { rule: httpRule };
  const [, base = '', query = ''] = /^([^?#]*)(\?[^#]*)?/.exec(text) ?? [];
  return { value: `${base.replace(/\/+$/, '')}${path}${query}` };
}

/**
 * The server of a gRPC endpoint: `http://host:port`, `https://host:port` or `unix:<path>`. The path of a URL does not count.
 * `insecure`: whether an address without a scheme is reached without TLS. A socket of the file system is reached without TLS in any case.
 */
export function parseGrpcTarget(text: string, insecure: boolean): ParsedValue<string> {
  if (/^https?:\/\//i.test(text)) return isHttpUrl(text) ? { value: new URL(text).origin } : { rule: grpcRule };
  const [, scheme = '', rest = ''] = /^(unix|unix-abstract|dns|ipv4|ipv6|passthrough):(.*)$/i.exec(text) ?? [];
  const kind = scheme.toLowerCase();
  // `unix:///path` has an empty authority. An abstract socket has a name that begins with a zero.
  if (kind === 'unix') return rest === '' ? { rule: grpcRule } : { value: `unix:${rest.replace(/^\/\/(?=\/)/, '')}` };
  if (kind === 'unix-abstract') return rest === '' ? { rule: grpcRule } : { value: `unix:\0${rest}` };
  const [address = ''] = (kind === '' ? text : rest.replace(/^\/\/[^/]*\//, '')).split(',');
  return parseAddress(kind === 'ipv6' && !address.startsWith('[') ? `[${address}]` : address, insecure);
}

/** Without a port gRPC means the one of TLS. A server without TLS is at the port of OTLP. */
function parseAddress(address: string, insecure: boolean): ParsedValue<string> {
  const isAddress = /^(\[[\da-f:.%]+\]|[\w.-]+)(:\d{1,5})?$/i.test(address);
  const scheme = insecure ? 'http' : 'https';
  const port = /:\d+$/.test(address) ? '' : insecure ? ':4317' : ':443';
  const url = isAddress ? URL.parse(`${scheme}://${address}${port}`) : null;
  return url === null ? { rule: grpcRule } : { value: url.origin };
}

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && /^https?:\/\//i.test(text);
}
