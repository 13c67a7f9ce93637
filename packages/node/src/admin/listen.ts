// Opens the admin port until the process ends, on each of its addresses.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Notify } from '../notices.ts';
import type { PlinthOptions } from '../options/options.ts';

export interface AdminListenOptions {
  readonly admin: Pick<PlinthOptions['admin'], 'hosts' | 'port' | 'isPortGiven'>;
  /** Makes a server that does not listen yet. Tracing and draining must know before it does that they ignore it. */
  readonly createServer: () => Server;
  /** Whether another service is known to have the port, though it looks free: workers of one cluster share their ports. */
  readonly isShared: boolean;
  readonly notify: Notify;
}

/**
 * Resolves to the URLs, the first address first. An address that cannot be had is told of, and costs the service nothing but its admin port.
 * Where nobody chose the port and it is taken, any free port takes its place.
 */
export async function startAdminServers({ admin, createServer, isShared, notify }: AdminListenOptions): Promise<string[]> {
  const urls: string[] = [];
  if (isShared && admin.isPortGiven) {
    const message = `${admin.port}: another application under the same primary has it, and would answer for this one`;
    notify('node.admin_listen_failed', { path: 'PLINTH_ADMIN_PORT', message });
    return [];
  }
  let port = isShared ? 0 : admin.port;
  let isExclusive = isShared;
  for (const host of admin.hosts) {
    let opened = await listen(createServer(), { host, port, exclusive: isExclusive });
    if (opened.error?.code === 'EADDRINUSE' && !admin.isPortGiven && urls.length === 0) {
      isExclusive = true;
      opened = await listen(createServer(), { host, port: 0, exclusive: true });
    }
    if (opened.error !== undefined) {
      const message = `${host}:${port}: ${opened.error.code ?? opened.error.message}`;
      notify('node.admin_listen_failed', { path: 'PLINTH_ADMIN_PORT', message });
      continue;
    }
    ({ port } = opened.address);
    urls.push(renderUrl(opened.address));
  }
  const [url] = urls;
  if (url !== undefined && isExclusive) notify('node.admin_port_in_use', { path: String(admin.port), message: `this process has ${url}` });
  return urls;
}

type Opened = { readonly address: AddressInfo; readonly error?: undefined } | { readonly error: NodeJS.ErrnoException };

function listen(server: Server, where: { host: string; port: number; exclusive: boolean }): Promise<Opened> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve({ error }));
    server.listen(where, () => {
      // The port does not keep a process alive that has nothing left to do.
      server.unref();
      resolve({ address: server.address() as AddressInfo });
    });
  });
}

function renderUrl({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
