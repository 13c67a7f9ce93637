// Errors as problem+json. Source: RFC 9457.
import { correlation } from '@plinth/node';
import type { FastifyReply } from 'fastify';

export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', ...problem, instance: reply.request.url, correlation_id: correlation.id() }));
}
