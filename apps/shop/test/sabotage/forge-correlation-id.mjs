// The service replaces the correlation id of its callers.
import { subscribe } from 'node:diagnostics_channel';

subscribe('http.server.request.start', ({ request }) => {
  request.headers['x-correlation-id'] = 'forged-00000000';
});
