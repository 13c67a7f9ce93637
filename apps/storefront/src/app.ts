// The HTTP surface: POST /orders and GET /orders/:id.
import { logger } from '@plinth/node';
import fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { placeOrder, type OrderServices } from './place-order.ts';
import { sendProblem } from './problem.ts';
import { orderRequest } from './schema.ts';

export function createApp(services: OrderServices): FastifyInstance {
  const app = fastify({ bodyLimit: 65_536 });

  app.post('/orders', async (request, reply) => {
    const parsed = orderRequest.safeParse(request.body);
    if (!parsed.success) {
      const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
      return sendProblem(reply, { status: 400, title: 'Invalid order', detail: 'the body does not have the expected form', errors });
    }
    const placed = await placeOrder(parsed.data, services);
    switch (placed.outcome) {
      case 'placed':
        return reply.status(201).header('location', `/orders/${placed.order.id}`).send(placed.order);
      case 'declined':
        return sendProblem(reply, { status: 402, title: 'Card declined', detail: placed.reason });
      case 'payment_failed':
        return sendProblem(reply, { status: placed.error.status, title: 'Payment failed', detail: placed.error.message });
    }
  });

  app.get('/orders/:id', async (request, reply) => {
    const { id } = request.params as { readonly id: string };
    const order = z.uuid().safeParse(id).success ? await services.store.find(id) : undefined;
    return order ?? sendProblem(reply, { status: 404, title: 'Order not found', detail: 'there is no order with this id' });
  });

  app.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return sendProblem(reply, { status, title: 'Invalid request', detail: 'the request could not be read' });
    logger.error('request failed', { error });
    return sendProblem(reply, { status: 500, title: 'Internal error', detail: 'the request could not be handled' });
  });
  return app;
}
