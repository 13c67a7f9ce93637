// http.route and errors of Hono on @hono/node-server. Each handler is wrapped when the router gets it.
import { findServerRequest, type ServerRequest } from '../http-server-request.ts';
import type { PatchedLibrary } from '../traced-library.ts';

interface HonoContext {
  readonly env?: { readonly outgoing?: object };
}
type Handler = (context: HonoContext, next: unknown) => unknown;
type Entry = readonly [handler: Handler, ...rest: unknown[]];
interface Router {
  add(this: unknown, method: string, path: string, entry: Entry): unknown;
}

export const hono: PatchedLibrary = {
  name: 'hono',
  // The router of `hono` and `hono/quick`, as ES module and as CommonJS. `hono/tiny` has another router.
  files: { 'hono/dist/router/smart-router/router.js': patch, 'hono/dist/cjs/router/smart-router/router.js': patch },
  bundled: /SmartRouter [+] /,
  docs: { table: 'servers', from: '4.0', tested: '{hono} on `@hono/node-server` {@hono/node-server}, requests by loopback', cells: [] },
};

function patch(moduleExports: unknown): void {
  const { prototype } = (moduleExports as { readonly SmartRouter: { readonly prototype: Router } }).SmartRouter;
  const { add } = prototype;
  prototype.add = function (method, path, entry) {
    const [handler, ...rest] = entry;
    // `app.use` and `app.all` both add a handler for all methods. A middleware has the parameter `next`; Hono's own list of routes tells them
    // apart in the same way.
    const route = method === 'ALL' && handler.length > 1 ? undefined : path;
    return add.call(this, method, path, [watchHandler(handler, route), ...rest]);
  };
}

function watchHandler(handler: Handler, route: string | undefined): Handler {
  return (context, next) => {
    const outgoing = context.env?.outgoing;
    const state = outgoing === undefined ? undefined : findServerRequest(outgoing);
    if (state === undefined) return handler(context, next);
    if (route !== undefined) state.route = route;
    let result: unknown;
    try {
      result = handler(context, next);
    } catch (error) {
      state.error = error;
      throw error;
    }
    if (result instanceof Promise) result.catch((error: unknown) => noteError(state, error));
    return result;
  };
}

function noteError(state: ServerRequest, error: unknown): void {
  state.error = error;
}
