// What a client of a receiver sends and reads, and receivers that end with their test.
import { onTestFinished } from 'vitest';
import { parseProtobuf } from '../decode-protobuf.ts';
import { startReceiver } from '../receiver.ts';
import type { Receiver, ReceiverOptions } from '../receiver-options.ts';
import type { Encoding } from '../types.ts';
import { buildBodies, fullLogs, fullMetrics, fullTraces } from './bodies.ts';

export const contentTypes: Readonly<Record<Encoding, string>> = { protobuf: 'application/x-protobuf', json: 'application/json' };

export const bodies = {
  traces: buildBodies('traces', fullTraces),
  logs: buildBodies('logs', fullLogs),
  metrics: buildBodies('metrics', fullMetrics),
};

export async function start(options?: ReceiverOptions): Promise<Receiver> {
  const receiver = await startReceiver(options);
  onTestFinished(() => receiver.shutdown());
  return receiver;
}

export function post(receiver: Receiver, path: string, body: Uint8Array, headers: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(receiver.url + path, { method: 'POST', body: new Uint8Array(body), headers });
}

export function postTraces(receiver: Receiver, encoding: Encoding = 'protobuf'): Promise<Response> {
  return post(receiver, '/v1/traces', bodies.traces[encoding], { 'content-type': contentTypes[encoding] });
}

/** The google.rpc.Status in a response, which must be in one of the two encodings. */
export async function readStatus(response: Response): Promise<{ code?: unknown; message?: unknown }> {
  const contentType = response.headers.get('content-type');
  if (contentType === contentTypes.json) return (await response.json()) as { code?: unknown; message?: unknown };
  if (contentType !== contentTypes.protobuf) throw new Error(`a response of type ${contentType}`);
  return parseProtobuf('RpcStatus', new Uint8Array(await response.arrayBuffer()));
}
