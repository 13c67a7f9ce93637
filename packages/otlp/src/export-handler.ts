// Takes one export request from its head to its answer.
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { OtlpError } from './errors.ts';
import { parseContentType, parseExportHead } from './export-head.ts';
import type { ExportHead } from './export-head.ts';
import { decodeExportRequest } from './export-request.ts';
import { buildFailure, buildSuccess } from './export-response.ts';
import type { ExportResponse } from './export-response.ts';
import { tooBusy } from './limits.ts';
import type { Load, LoadShare } from './load.ts';
import type { ExportRequest, ParsedReceiverOptions, SimulatedResponse, TakeRecords } from './receiver-options.ts';
import { ClientGone, discardBody, gunzipBody, readBody } from './request-body.ts';

/** How a request ended, and what to answer; nothing where the client is gone. */
export interface Handled {
  readonly outcome: 'accepted' | 'refused' | 'failed' | 'aborted';
  readonly response?: ExportResponse;
}

/** Handles a request, whatever it holds and whatever the callbacks do. `stopping` ends simulated delays; `load` is that of the receiver. */
export async function handleExport(
  request: IncomingMessage,
  options: ParsedReceiverOptions,
  stopping: AbortSignal,
  load: Load,
): Promise<Handled> {
  const share = load.begin();
  try {
    if (share === undefined) throw tooBusy(options.maxRequests);
    return await acceptExport(request, options, stopping, share);
  } catch (error) {
    if (error instanceof ClientGone) return { outcome: 'aborted' };
    if (!(error instanceof OtlpError)) throw error;
    if (!request.complete) discardBody(request, options.maxBodyBytes);
    const encoding = parseContentType(request.headers['content-type']) ?? 'json';
    return { outcome: error.code === 'otlp.callback_failed' ? 'failed' : 'refused', response: buildFailure(error, encoding) };
  } finally {
    share?.end();
  }
}

async function acceptExport(
  request: IncomingMessage,
  options: ParsedReceiverOptions,
  stopping: AbortSignal,
  share: LoadShare,
): Promise<Handled> {
  const head = parseExportHead({
    method: request.method,
    path: request.url?.split('?')[0] ?? '',
    contentType: request.headers['content-type'],
    contentEncoding: request.headers['content-encoding'],
  });
  const sent = await readBody(request, options.maxBodyBytes, share);
  const simulated = await simulate(options, head, stopping);
  if (simulated !== undefined && simulated.status > 299) return refuseOnPurpose(head, simulated);
  const body = head.gzip ? await gunzipBody(sent, options.maxBodyBytes) : sent;
  await handOn(options, head, { encoding: head.encoding, body }, sent.length);
  return { outcome: 'accepted', response: withHeaders(buildSuccess(head.encoding, simulated?.status), simulated) };
}

async function simulate(
  { respond }: ParsedReceiverOptions,
  { signal }: ExportHead,
  stopping: AbortSignal,
): Promise<SimulatedResponse | undefined> {
  let simulated: SimulatedResponse | undefined;
  try {
    simulated = respond?.(signal);
    if (simulated !== undefined && !isStatus(simulated.status)) throw new RangeError(`status ${simulated.status} is not from 200 to 599`);
  } catch (error) {
    throw callbackError('respond', error);
  }
  // The abort is the end of the delay, not a failure.
  if (simulated?.delayMs !== undefined) await delay(simulated.delayMs, undefined, { signal: stopping }).catch(() => undefined);
  return simulated;
}

function isStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 200 && status <= 599;
}

function refuseOnPurpose(head: ExportHead, simulated: SimulatedResponse): Handled {
  const problem = { where: 'respond', expected: 'nothing', arrived: `status ${simulated.status} for ${head.signal}` };
  const failure = buildFailure(new OtlpError('otlp.refused_on_purpose', [problem]), head.encoding, simulated.status);
  return { outcome: 'refused', response: withHeaders(failure, simulated) };
}

function withHeaders(response: ExportResponse, simulated: SimulatedResponse | undefined): ExportResponse {
  return { ...response, headers: { ...response.headers, ...simulated?.headers } };
}

async function handOn(options: ParsedReceiverOptions, { signal }: ExportHead, request: ExportRequest, sentBytes: number): Promise<void> {
  const { encoding, body } = request;
  switch (signal) {
    case 'traces':
      return take('onTraces', options.onTraces, decodeExportRequest(signal, encoding, body, sentBytes), request);
    case 'logs':
      return take('onLogs', options.onLogs, decodeExportRequest(signal, encoding, body, sentBytes), request);
    case 'metrics':
      return take('onMetrics', options.onMetrics, decodeExportRequest(signal, encoding, body, sentBytes), request);
  }
}

async function take<R>(name: string, callback: TakeRecords<R> | undefined, records: readonly R[], request: ExportRequest): Promise<void> {
  if (callback === undefined || records.length === 0) return;
  try {
    await callback(records, request);
  } catch (error) {
    throw callbackError(name, error);
  }
}

function callbackError(where: string, cause: unknown): OtlpError {
  const arrived = cause instanceof Error ? `${cause.name}: ${cause.message}` : typeof cause;
  return new OtlpError('otlp.callback_failed', [{ where, expected: 'to return', arrived }], { cause });
}
