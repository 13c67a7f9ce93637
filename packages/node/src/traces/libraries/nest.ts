// Errors of NestJS. Its exception filters answer the request, so Express and Fastify never see the error. The routes are theirs.
import { findServerRequest } from '../http-server-request.ts';
import type { PatchedLibrary } from '../traced-library.ts';

interface ArgumentsHost {
  getType(): string;
  switchToHttp(): { getResponse(): { readonly raw?: object } };
}
interface ExceptionsHandler {
  next(this: unknown, exception: unknown, host: ArgumentsHost): unknown;
}

export const nest: PatchedLibrary = {
  name: '@nestjs/core',
  files: { '@nestjs/core/exceptions/exceptions-handler.js': patch },
  // The decorators of this file need `reflect-metadata`, which is imported above it.
  isLate: true,
  bundled: /Invalid exception filters \(@UseFilters\(\)\)[.]/,
  docs: { table: 'servers', from: '10.0', tested: '{@nestjs/core} on Express and on Fastify, requests by loopback', cells: [] },
};

function patch(moduleExports: unknown): void {
  const { prototype } = (moduleExports as { readonly ExceptionsHandler: { readonly prototype: ExceptionsHandler } }).ExceptionsHandler;
  const { next } = prototype;
  prototype.next = function (exception, host) {
    noteException(exception, host);
    return next.call(this, exception, host);
  };
}

function noteException(exception: unknown, host: ArgumentsHost): void {
  if (host.getType() !== 'http') return;
  const response = host.switchToHttp().getResponse();
  // The reply of Fastify has Node's response in `raw`. The response of Express is Node's response.
  const state = findServerRequest(response.raw ?? response);
  if (state !== undefined) state.error = exception;
}
