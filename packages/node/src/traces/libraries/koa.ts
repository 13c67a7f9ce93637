// http.route and errors of Koa. @koa/router sets a property of the request's context to the matched template.
import { findServerRequest } from '../http-server-request.ts';
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
  files: { 'koa/lib/context.js': patch },
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
