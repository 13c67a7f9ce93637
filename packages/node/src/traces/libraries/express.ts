// http.route and errors of Express.
// express >= 5.3 (router >= 2.3) publishes `tracing:express.router.request` with the pattern of each layer. The routers of Express 4,
// and of Express 5 with router < 2.3, publish nothing: they are patched when they are loaded.
import type { IncomingMessage } from 'node:http';
import { startChannelListeners, type OnInstrumentationError } from '../channel-listeners.ts';
import { findServerRequest } from '../http-server-request.ts';
import type { PatchedLibrary, PublishingLibrary } from '../traced-library.ts';

export interface ExpressRequest extends IncomingMessage {
  readonly baseUrl?: string;
  readonly route?: { readonly path?: unknown };
  [mountsKey]?: Map<string, string>;
}

/** The mount patterns of the routers that have the request now. The key is the `baseUrl` that each router sees. */
const mountsKey = Symbol('plinth.express_mounts');

interface RouterEvent {
  readonly req: ExpressRequest;
  readonly res: object;
  readonly route?: unknown;
  readonly handler?: unknown;
  readonly error?: unknown;
}

const channel = 'tracing:express.router.request';

export const express: PublishingLibrary = {
  name: 'express',
  channels: [channel],
  start: ({ onError }) => startRoutes(onError),
  docs: { table: 'servers', from: '5.3', tested: '{express}, requests by loopback', cells: [] },
};

/** Express with a router that publishes nothing. */
export const olderExpress: PatchedLibrary = {
  name: 'express',
  files: {
    'express/lib/router/index.js': patchRouter,
    'express/lib/router/route.js': patchRoute,
    'router/index.js': patchRouter,
    'router/lib/route.js': patchRoute,
  },
  // A text of the router of Express 4.
  bundled: /Router\.use\(\) requires a middleware functio[n]/,
  docs: { table: 'servers', from: '4.17', tested: '{express4}, requests by loopback', cells: [] },
};

function startRoutes(onInstrumentationError: OnInstrumentationError): { shutdown: () => void } {
  const onStart = (message: unknown): void => {
    const { req, route, handler } = message as RouterEvent;
    if (isRouter(handler) && typeof route === 'string') noteMount(req, route);
  };
  const onError = (message: unknown): void => {
    const { req, res, error } = message as RouterEvent;
    noteError(req, res, error);
  };
  return startChannelListeners({ [`${channel}:start`]: onStart, [`${channel}:error`]: onError }, onInstrumentationError);
}

/** Notes the pattern under which the router that now gets the request is mounted. */
function noteMount(request: ExpressRequest, pattern: string): void {
  const baseUrl = request.baseUrl ?? '';
  const mounts = (request[mountsKey] ??= new Map());
  mounts.set(baseUrl, joinPaths(outerMount(mounts, baseUrl), pattern));
}

/** Notes an error and the route. The route must be noted now: `baseUrl` changes when the error leaves the router. */
function noteError(request: ExpressRequest, response: object, error: unknown): void {
  const state = findServerRequest(response);
  if (state === undefined) return;
  state.error = error;
  state.route ??= findExpressRoute(request);
}

/**
 * The route template of a request that Express handled. It is unknown below a router whose mount pattern is unknown: `baseUrl` has the
 * values of parameters in it, and each value would be a new series.
 */
export function findExpressRoute(request: ExpressRequest): string | undefined {
  const path = request.route?.path;
  if (typeof path !== 'string') return undefined;
  const baseUrl = request.baseUrl ?? '';
  const mount = baseUrl === '' ? '' : request[mountsKey]?.get(baseUrl);
  return mount === undefined ? undefined : joinPaths(mount, path);
}

function isRouter(handler: unknown): boolean {
  // Express wraps a mounted application in a function with the name `mounted_app`.
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

type Handle = (this: unknown, request: ExpressRequest, response: object, next: (error?: unknown) => void) => unknown;
interface Layer {
  handle: Handle;
  /** Only the layers of a router that publishes have this property. */
  readonly rawPath?: unknown;
}
interface Router {
  readonly stack: Layer[];
  use(this: Router, ...args: unknown[]): unknown;
}
type RouterExports = Router & { readonly prototype?: Router; (): Router };
type RouteExports = {
  readonly prototype: { dispatch: Handle };
  new (path: string): { readonly stack: Layer[]; all(handle: Handle): unknown };
};

/** A router is told its mount pattern only when it is mounted: so the mounted function is wrapped there. */
function patchRouter(given: unknown): void {
  const moduleExports = given as RouterExports;
  // Routers of Express 4 inherit from the exported function itself. Routers of the package `router` inherit from its prototype.
  const prototype = typeof moduleExports.use === 'function' ? moduleExports : moduleExports.prototype;
  if (prototype === undefined) return;
  const { use } = prototype;
  const probe = moduleExports();
  use.call(probe, '/', () => {});
  if (publishes(probe.stack)) return;
  prototype.use = function (...args) {
    const known = this.stack.length;
    const result = use.apply(this, args);
    const [path] = args;
    const pattern = typeof path === 'function' ? '/' : path;
    // Where there are several patterns, it is not known which one matched.
    if (typeof pattern === 'string') {
      for (const layer of this.stack.slice(known)) if (isRouter(layer.handle)) layer.handle = noteMountOf(layer.handle, pattern);
    }
    return result;
  };
}

function noteMountOf(handle: Handle, pattern: string): Handle {
  const mounted: Handle = function (request, response, next) {
    noteMount(request, pattern);
    return handle.call(this, request, response, next);
  };
  // Code that looks for the routes of the router still finds them.
  return Object.setPrototypeOf(mounted, handle) as Handle;
}

function patchRoute(given: unknown): void {
  const moduleExports = given as RouteExports;
  const probe = new moduleExports('/');
  probe.all(() => {});
  if (publishes(probe.stack)) return;
  const { prototype } = moduleExports;
  const { dispatch } = prototype;
  prototype.dispatch = function (request, response, done) {
    return dispatch.call(this, request, response, (error) => {
      if (error !== undefined && error !== null && error !== 'route' && error !== 'router') noteError(request, response, error);
      done(error);
    });
  };
}

function publishes(stack: readonly Layer[]): boolean {
  return stack.some((layer) => 'rawPath' in layer);
}
