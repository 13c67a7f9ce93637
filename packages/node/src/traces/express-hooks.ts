// Mounts and errors of an Express whose router publishes nothing: Express 4, and 5 with a router below 2.3.
import { isRouter, noteError, noteMount, type ExpressRequest } from './express-route.ts';
import type { LibraryHook } from './library-hooks.ts';

type Handle = (this: unknown, request: ExpressRequest, response: object, next: (error?: unknown) => void) => unknown;
interface Layer {
  handle: Handle;
  /** Only a router that publishes has it. */
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

export function createExpressHooks(): LibraryHook[] {
  return ['express/lib/router', 'router'].flatMap((folder) => [
    { file: `${folder}/index.js`, patch: (moduleExports) => patchRouter(moduleExports as RouterExports) },
    {
      file: folder === 'router' ? 'router/lib/route.js' : `${folder}/route.js`,
      patch: (moduleExports) => patchRoute(moduleExports as RouteExports),
    },
  ]);
}

/** A router knows the pattern under which it is mounted only while it is: what it calls is wrapped there. */
function patchRouter(moduleExports: RouterExports): void {
  // Routers of Express 4 inherit from what the module exports, those of `router` from its prototype.
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
    // Of several patterns it is not known which one matched.
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
  // Who looks for the routes of the router finds them.
  return Object.setPrototypeOf(mounted, handle) as Handle;
}

function patchRoute(moduleExports: RouteExports): void {
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
