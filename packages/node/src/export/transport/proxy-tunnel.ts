// A tunnel through a proxy, for gRPC. Node makes it itself for HTTP requests, but not for a connection of HTTP/2.
// Source: https://nodejs.org/api/http.html#built-in-proxy-support
import type { ClientRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import { request as httpRequest } from '../../workarounds/http-module.ts';
import type { ProxyEnv } from './transport.ts';

/** The proxy for a server. Undefined where the server is reached without one. */
export function findProxy(server: URL, proxyEnv: ProxyEnv | undefined): URL | undefined {
  if (proxyEnv === undefined) return undefined;
  const name = server.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const text = proxyEnv[name] || proxyEnv[name.toUpperCase()];
  const proxy = text ? URL.parse(text) : null;
  const exceptions = proxyEnv['no_proxy'] || proxyEnv['NO_PROXY'] || '';
  return proxy === null || isException(server, exceptions) ? undefined : proxy;
}

/** Opens the tunnel, within `timeoutMs` milliseconds. Rejects where the proxy refuses. */
export function openTunnel(server: URL, proxy: URL, timeoutMs: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const target = `${server.hostname}:${portOf(server)}`;
    const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
    const headers = { host: target, ...(proxy.username === '' ? {} : { 'proxy-authorization': `Basic ${btoa(credentials)}` }) };
    const request = proxy.protocol === 'https:' ? process.getBuiltinModule('node:https').request : httpRequest;
    const outgoing: ClientRequest = request({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: portOf(proxy),
      method: 'CONNECT',
      path: target,
      headers,
      agent: false,
      timeout: timeoutMs,
    });
    outgoing.once('socket', (socket) => socket.unref());
    outgoing.once('timeout', () => outgoing.destroy(new Error(`the proxy does not answer within ${timeoutMs} ms`)));
    outgoing.once('error', reject);
    outgoing.once('connect', (response, socket, first) => {
      if (response.statusCode === 200) {
        // A server without TLS speaks first. What it said came with the proxy's answer.
        if (first.length > 0) socket.unshift(first);
        resolve(socket);
      } else {
        socket.destroy();
        reject(new Error(`the proxy answers CONNECT with ${response.statusCode}`));
      }
    });
    outgoing.end();
  });
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/** NO_PROXY has `*`, hosts, suffixes (`.acme.io`, `*.acme.io`), addresses, ranges of addresses (`10.0.0.1-10.0.0.9`), each with a port or not. */
function isException(server: URL, exceptions: string): boolean {
  const host = server.hostname.toLowerCase().replace(/^\[|\]$/g, '');
  return exceptions
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .filter((item) => item !== '')
    .some((item) => {
      const [, name = item, port] = /^(.*[^:]):(\d+)$/.exec(item.replace(/^\[|\]$/g, '')) ?? [undefined, item.replace(/^\[|\]$/g, '')];
      if (port !== undefined && Number(port) !== portOf(server)) return false;
      if (name === '*' || name === host) return true;
      const [from, to] = name.split('-').map(numberOf);
      const own = numberOf(host);
      if (from !== undefined && to !== undefined && own !== undefined) return own >= from && own <= to;
      const suffix = name.startsWith('*.') ? name.slice(1) : name.startsWith('.') ? name : undefined;
      return suffix !== undefined && host.endsWith(suffix);
    });
}

/** An IPv4 address as a number. */
function numberOf(address: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1);
  return parts?.reduce((sum, part) => sum * 256 + Number(part), 0);
}
