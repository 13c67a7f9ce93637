// Errors of NestJS: its exception filters answer for Express and Fastify, which so never see them. Routes are the platform's.
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
    // Its decorators need `reflect-metadata`, which is imported above it.
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
  // Fastify's reply holds Node's response, Express's response is it.
  const state = findServerRequest(response.raw ?? response);
  if (state !== undefined) state.error = exception;
}
