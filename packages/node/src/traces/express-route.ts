// http.route of Express: from what its router publishes.
// express >= 5.3 (router >= 2.3) publishes `tracing:express.router.request` with the pattern of each layer.
import type { IncomingMessage } from 'node:http';
import { startChannelListeners, type OnInstrumentationError } from './channel-listeners.ts';
import { findServerRequest } from './server-request.ts';

export interface ExpressRequest extends IncomingMessage {
  readonly baseUrl?: string;
  readonly route?: { readonly path?: unknown };
  [mountsKey]?: Map<string, string>;
}

/** Mount patterns of the routers that the request is inside of, by the `baseUrl` that each one sees. */
const mountsKey = Symbol('plinth.express_mounts');

interface RouterEvent {
  readonly req: ExpressRequest;
  readonly res: object;
  readonly route?: unknown;
  readonly handler?: unknown;
  readonly error?: unknown;
}

const startChannel = 'tracing:express.router.request:start';
const errorChannel = 'tracing:express.router.request:error';

export function startExpressRoutes(onInstrumentationError: OnInstrumentationError): { shutdown: () => void } {
  const onStart = (message: unknown): void => {
    const { req, route, handler } = message as RouterEvent;
    if (isRouter(handler) && typeof route === 'string') noteMount(req, route);
  };
  const onError = (message: unknown): void => {
    const { req, res, error } = message as RouterEvent;
    noteError(req, res, error);
  };
  return startChannelListeners({ [startChannel]: onStart, [errorChannel]: onError }, onInstrumentationError);
}

/** Notes the pattern under which the router that now gets the request is mounted. */
export function noteMount(request: ExpressRequest, pattern: string): void {
  const baseUrl = request.baseUrl ?? '';
  const mounts = (request[mountsKey] ??= new Map());
  mounts.set(baseUrl, joinPaths(outerMount(mounts, baseUrl), pattern));
}

/** Notes an error, and the route while it is known: on its way out the error leaves the routers, and `baseUrl` with them. */
export function noteError(request: ExpressRequest, response: object, error: unknown): void {
  const state = findServerRequest(response);
  if (state === undefined) return;
  state.error = error;
  state.route ??= findExpressRoute(request);
}

/**
 * The route template of a request that Express handled. Unknown below a router whose mount is
 * unknown: `baseUrl` holds the values of parameters, and a wrong route is a new series for each of them.
 */
export function findExpressRoute(request: ExpressRequest): string | undefined {
  const path = request.route?.path;
  if (typeof path !== 'string') return undefined;
  const baseUrl = request.baseUrl ?? '';
  const mount = baseUrl === '' ? '' : request[mountsKey]?.get(baseUrl);
  return mount === undefined ? undefined : joinPaths(mount, path);
}

export function isRouter(handler: unknown): boolean {
  // A mounted application is wrapped by a function that Express names `mounted_app`.
  return typeof handler === 'function' && (Array.isArray((handler as { stack?: unknown }).stack) || handler.name === 'mounted_app');
}

function outerMount(mounts: ReadonlyMap<string, string>, baseUrl: string): string {
  let outer = '';
  for (const known of mounts.keys()) {
    if (known !== baseUrl && baseUrl.startsWith(known) && known.length > outer.length) outer = known;
  }
  return outer === '' ? '' : (mounts.get(outer) ?? '');
}

function joinPaths(mount: string, path: string): string {
  if (mount === '' || mount === '/') return path;
  return path === '/' ? mount : `${mount.replace(/\/$/, '')}${path.startsWith('/') ? path : `/${path}`}`;
}
