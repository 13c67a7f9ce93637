// http.route of Next.js. It publishes nothing, but it names its route on spans of its own, which it makes below ours by the API. Its outermost
// span gets the route after the response has ended: so those below it are looked at, when they start.
import { trace, type Context, type Span, type TracerProvider } from '@opentelemetry/api';
import type { ServerRequest } from './http-server-request.ts';
import type { OpenRequests } from './open-requests.ts';
import { createTracer } from './tracer.ts';

/** The name of Next's tracer. */
const scope = 'next.js';
const routeKey = 'next.route';

/** The same provider, which notes the routes of Next on the requests in flight, whether these are sampled or not. */
export function noteNextRoutes<P extends TracerProvider>(provider: P, openRequests: OpenRequests<ServerRequest>): P {
  // To which request a span of Next belongs: it is found by the span that is active where the next one starts.
  const requests = new WeakMap<Span, ServerRequest>();
  const findRequest = (context: Context): ServerRequest | undefined => {
    const parent = trace.getSpan(context);
    return parent === undefined ? undefined : (requests.get(parent) ?? openRequests.find(({ span }) => span === parent));
  };
  return {
    ...provider,
    getTracer(name, ...rest) {
      const tracer = provider.getTracer(name, ...rest);
      if (name !== scope) return tracer;
      return createTracer((spanName, options, context) => {
        const span = tracer.startSpan(spanName, options, context);
        const request = findRequest(context);
        if (request !== undefined) {
          requests.set(span, request);
          noteRoute(request, options.attributes?.[routeKey]);
        }
        return span;
      });
    },
  };
}

/** The pages `/_not-found` and `/_error` are no routes. */
function noteRoute(request: ServerRequest, route: unknown): void {
  if (typeof route === 'string' && !route.startsWith('/_')) request.route = route;
}
