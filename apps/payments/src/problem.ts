// Errors as problem+json. Source: RFC 9457.
import { correlation } from '@plinth/node';
import type { Response } from 'express';

export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

export function sendProblem(response: Response, problem: Problem): void {
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', ...problem, instance: response.req.path, correlation_id: correlation.id() }));
}
