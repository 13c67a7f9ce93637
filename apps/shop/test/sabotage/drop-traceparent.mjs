// The service ignores the trace that its callers send.
import { subscribe } from 'node:diagnostics_channel';

subscribe('http.server.request.start', ({ request }) => {
  delete request.headers.traceparent;
});
