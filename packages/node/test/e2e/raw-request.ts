// HTTP requests byte by byte: clients of Node refuse to send what is tested here.
import { connect, createServer, type AddressInfo } from 'node:net';

/** A text, or a long one. */
export type Text = string | { readonly before?: string; readonly repeat: string; readonly times: number };

export interface RawRequest {
  readonly method?: Text;
  readonly target?: Text;
  readonly headers: readonly (readonly [name: string, value: Text])[];
  readonly withoutHost?: boolean;
  /** So many headers more. */
  readonly manyHeaders?: number;
}

const expand = (text: Text): string => (typeof text === 'string' ? text : (text.before ?? '') + text.repeat.repeat(text.times));

function render(request: RawRequest): string {
  const headers = request.headers.map(([name, value]) => `${name}: ${expand(value)}`);
  const own = request.withoutHost === true || request.headers.some(([name]) => name === 'host') ? [] : ['host: localhost'];
  const more = Array.from({ length: request.manyHeaders ?? 0 }, (_, index) => `x-${index}: EVIL`);
  const first = `${expand(request.method ?? 'GET')} ${expand(request.target ?? '/echo')} HTTP/1.1`;
  return [first, ...own, 'connection: close', ...headers, ...more, '', ''].join('\r\n');
}

/** Everything that comes back until the server closes. */
export function sendRaw(url: string, request: RawRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.end(render(request)));
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('close', () => resolve(answer));
    // What was answered before the server cut the connection is an answer.
    socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)));
  });
}

export const bodyOf = (answer: string): string => answer.slice(answer.indexOf('\r\n\r\n') + 4);

/** Ports that were free a moment ago. */
export async function findFreePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
