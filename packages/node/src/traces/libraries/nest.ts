// Errors of NestJS. Its exception filters answer the request, so Express and Fastify never see the error. The routes are theirs.
import type { LibraryHook } from '../library-hooks.ts';
import { findServerRequest } from '../http-server-request.ts';

interface ArgumentsHost {
  getType(): string;
  switchToHttp(): { getResponse(): { readonly raw?: object } };
}
interface ExceptionsHandler {
  next(this: unknown, exception: unknown, host: ArgumentsHost): unknown;
}

export function createNestHook(): LibraryHook {
  return {
    file: '@nestjs/core/exceptions/exceptions-handler.js',
    // The decorators of this file need `reflect-metadata`, which the service imports above it.
    isLate: true,
    patch(moduleExports) {
      const { prototype } = (moduleExports as { readonly ExceptionsHandler: { readonly prototype: ExceptionsHandler } }).ExceptionsHandler;
      const { next } = prototype;
      prototype.next = function (exception, host) {
        noteException(exception, host);
        return next.call(this, exception, host);
      };
    },
  };
}

function noteException(exception: unknown, host: ArgumentsHost): void {
  if (host.getType() !== 'http') return;
  const response = host.switchToHttp().getResponse();
  // The reply of Fastify has Node's response in `raw`. The response of Express is Node's response.
  const state = findServerRequest(response.raw ?? response);
  if (state !== undefined) state.error = exception;
}
