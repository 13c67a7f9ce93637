// http.route and errors of Koa. @koa/router sets a property of the request's context to the matched template.
import type { LibraryHook } from '../library-hooks.ts';
import { findServerRequest } from '../http-server-request.ts';

const routeKey = Symbol('plinth.koa_route');

interface KoaContext {
  readonly res: object;
  [routeKey]?: unknown;
}
interface KoaContextPrototype {
  onerror(this: KoaContext, error: unknown): unknown;
}

/** Patches the prototype of every Koa context. It works with `@koa/router` and `koa-router`: both set `ctx._matchedRoute`. */
export function createKoaHook(): LibraryHook {
  return {
    file: 'koa/lib/context.js',
    patch(moduleExports) {
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
    },
  };
}
