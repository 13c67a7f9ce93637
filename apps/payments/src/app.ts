// The HTTP surface: POST /authorisations.
import { logger } from '@plinth/node';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { authorisePayment } from './authorise-payment.ts';
import { CardNetworkError, CardNetworkTimeout } from './card-network.ts';
import { sendProblem } from './problem.ts';
import { authorisationRequest } from './schema.ts';

export function createApp(cardNetworkTimeoutMs: number): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json({ limit: '16kb' }));

  app.post('/authorisations', async (request, response) => {
    const parsed = authorisationRequest.safeParse(request.body);
    if (!parsed.success) {
      const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
      sendProblem(response, { status: 400, title: 'Invalid authorisation', detail: 'the body does not have the expected form', errors });
      return;
    }
    response.json(await authorisePayment(parsed.data, cardNetworkTimeoutMs));
  });

  // Express knows an error handler by its four parameters.
  const onError: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    if (error instanceof CardNetworkTimeout) {
      sendProblem(response, { status: 504, title: 'Card network timeout', detail: error.message });
    } else if (error instanceof CardNetworkError) {
      sendProblem(response, { status: 502, title: 'Card network error', detail: error.message });
    } else if (isClientError(error)) {
      sendProblem(response, { status: error.status, title: 'Invalid request', detail: 'the body could not be read' });
    } else {
      logger.error('request failed', { error });
      sendProblem(response, { status: 500, title: 'Internal error', detail: 'the request could not be handled' });
    }
  };
  app.use(onError);
  return app;
}

/** What express.json throws for a body that is too large or no JSON. */
function isClientError(error: unknown): error is { readonly status: number } {
  const { status } = (error ?? {}) as { readonly status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500;
}
