// http.route and errors of Koa. @koa/router sets a property of the request's context to the matched template.
import { findServerRequest, type ServerRequest } from '../http-server-request.ts';
import type { PatchedLibrary } from '../traced-library.ts';

const routeKey = Symbol('plinth.koa_route');

interface KoaContext {
  readonly res: object;
  [routeKey]?: unknown;
}
interface KoaContextPrototype {
  onerror(this: KoaContext, error: unknown): unknown;
}

export const koa: PatchedLibrary = {
  name: 'koa',
  files: { 'koa/lib/context.js': patch, 'koa/lib/application.js': patchApplication },
  bundled: /non-error throw[n]: /,
  docs: { table: 'servers', from: '2.0', tested: '{koa} and `@koa/router` {@koa/router}, requests by loopback', cells: [] },
};

/** Patches the prototype of every Koa context. It works with `@koa/router` and `koa-router`: both set `ctx._matchedRoute`. */
function patch(moduleExports: unknown): void {
  const prototype = moduleExports as KoaContextPrototype;
  Object.defineProperty(prototype, '_matchedRoute', {
    configurable: true,
    get(this: KoaContext) {
      return this[routeKey];
    },
    set(this: KoaContext, route: unknown) {
      this[routeKey] = route;
      const state = findServerRequest(this.res);
      // A route that is a regular expression has no template.
      if (state !== undefined && typeof route === 'string') state.route = route;
    },
  });
  const { onerror } = prototype;
  prototype.onerror = function (error) {
    const state = error === null || error === undefined ? undefined : findServerRequest(this.res);
    if (state !== undefined) state.error = error;
    return onerror.call(this, error);
  };
}

type Middleware = (context: KoaContext, next: () => Promise<unknown>) => unknown;
interface Application {
  use(this: unknown, middleware: Middleware): unknown;
}

/** A middleware of the service may turn an error into an answer: so Koa itself never sees it. */
function patchApplication(moduleExports: unknown): void {
  const { prototype } = moduleExports as { readonly prototype: Application };
  const { use } = prototype;
  prototype.use = function (middleware) {
    // Koa refuses anything else, and converts generators, in its own words.
    const isPlain = typeof middleware === 'function' && middleware.constructor.name !== 'GeneratorFunction';
    return use.call(this, isPlain ? watchMiddleware(middleware) : middleware);
  };
}

function watchMiddleware(middleware: Middleware): Middleware {
  const watched: Middleware = function (this: unknown, context, next) {
    const state = findServerRequest(context.res);
    if (state === undefined) return middleware.call(this, context, next);
    let result: unknown;
    try {
      result = middleware.call(this, context, next);
    } catch (error) {
      noteFirst(state, error);
      throw error;
    }
    if (result instanceof Promise) result.catch((error: unknown) => noteFirst(state, error));
    return result;
  };
  // Code that looks for the properties of the middleware, as those of a router, still finds them.
  return Object.setPrototypeOf(watched, middleware) as Middleware;
}

/** The error that was thrown first is the cause of what an outer middleware makes of it. */
function noteFirst(state: ServerRequest, error: unknown): void {
  if (error !== null && error !== undefined) state.error ??= error;
}
