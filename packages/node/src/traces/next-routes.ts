// http.route of Next.js. It publishes nothing, but it names its route on a span of its own, which it makes below ours by the API.
import { trace, type Attributes, type AttributeValue, type Context, type Span, type TracerProvider } from '@opentelemetry/api';
import { attributeKeys } from '@plinth/catalog';
import type { ServerRequest } from './http-server-request.ts';
import type { OpenRequests } from './open-requests.ts';
import { createTracer } from './tracer.ts';

/** The name of Next's tracer. */
const scope = 'next.js';

/** The same provider, which notes the routes of Next on the requests in flight. Spans that are not sampled tell them, too. */
export function noteNextRoutes<P extends TracerProvider>(provider: P, openRequests: OpenRequests<ServerRequest>): P {
  return {
    ...provider,
    getTracer(name, ...rest) {
      const tracer = provider.getTracer(name, ...rest);
      if (name !== scope) return tracer;
      return createTracer((spanName, options, context) => {
        const span = tracer.startSpan(spanName, options, context);
        const request = findRequest(context, openRequests);
        return request === undefined ? span : watchRoute(span, request);
      });
    },
  };
}

/** The request whose own span is the active one. */
function findRequest(context: Context, openRequests: OpenRequests<ServerRequest>): ServerRequest | undefined {
  const parent = trace.getSpan(context);
  return parent === undefined ? undefined : openRequests.find((request) => request.span === parent);
}

function watchRoute(span: Span, request: ServerRequest): Span {
  const { setAttribute, setAttributes } = span;
  const note = (route: unknown): void => {
    if (typeof route === 'string') request.route = route;
  };
  span.setAttribute = function (key: string, value: AttributeValue) {
    if (key === attributeKeys.httpRoute) note(value);
    return setAttribute.call(this, key, value);
  };
  span.setAttributes = function (attributes: Attributes) {
    note(attributes?.[attributeKeys.httpRoute]);
    return setAttributes.call(this, attributes);
  };
  return span;
}
