// Reads the body of a request within bounds.
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { OtlpError } from './errors.ts';
import type { LoadShare } from './load.ts';

const gunzipBytes = promisify(gunzip);

/** The client went away before the body was complete: there is nobody to answer. */
export class ClientGone extends Error {}

/**
 * Reads a body of at most `maxBytes` as it was sent. Rejects with `otlp.body_too_large` as soon as there is more, with `otlp.too_busy`
 * where `share` has no room, or with `ClientGone`.
 */
export function readBody(request: IncomingMessage, maxBytes: number, share: LoadShare = unbounded): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > maxBytes) {
      reject(bodyTooLarge(maxBytes, `${declared} bytes`));
      return;
    }
    const chunks: Buffer[] = [];
    let length = 0;
    const takeChunk = (chunk: Buffer): void => {
      length += chunk.length;
      chunks.push(chunk);
      const hasRoom = share.addBytes(chunk.length);
      if (length <= maxBytes && hasRoom) return;
      request.off('data', takeChunk);
      chunks.length = 0;
      reject(length > maxBytes ? bodyTooLarge(maxBytes, 'more') : tooManyBytes());
    };
    request.on('data', takeChunk);
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('close', () => reject(new ClientGone()));
  });
}

/** Lets a refused client finish sending, so that it reads the answer; cuts it off after `maxBytes`. */
export function discardBody(request: IncomingMessage, maxBytes: number): void {
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxBytes) request.socket.destroy();
  });
}

/** Decompresses a body to at most `maxBytes`; stops at the limit, whatever the rest would be. */
export async function gunzipBody(body: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  try {
    return await gunzipBytes(body, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (errorCode(cause) === 'ERR_BUFFER_TOO_LARGE') throw bodyTooLarge(maxBytes, 'more after decompression');
    const problem = {
      where: 'the body',
      expected: 'one whole gzip stream',
      arrived: cause instanceof Error ? cause.message : String(cause),
    };
    throw new OtlpError('otlp.gzip_malformed', [problem], { cause });
  }
}

const unbounded: LoadShare = { addBytes: () => true, end() {} };

function tooManyBytes(): OtlpError {
  return new OtlpError('otlp.too_busy', [{ where: 'the receiver', expected: 'room for the body', arrived: 'none' }]);
}

function bodyTooLarge(maxBytes: number, arrived: string): OtlpError {
  return new OtlpError('otlp.body_too_large', [{ where: 'the body', expected: `at most ${maxBytes} bytes`, arrived }]);
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
