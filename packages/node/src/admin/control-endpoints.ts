// /control on the admin port: shows what is changed, changes it, takes it back.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Problem } from '../errors.ts';
import type { TokenAnswer } from './bearer-token.ts';
import { parseChange } from './control-body.ts';
import { mostOverrides, type ControlOrder, type ControlState, type ControlTargets, type Override, type Setting } from './control-state.ts';

export interface ControlOptions {
  readonly checkToken: (authorization: string | undefined) => TokenAnswer;
  readonly state: ControlState;
  readonly targets: Pick<ControlTargets, 'readLogLevel' | 'readSamplingRatio' | 'hasSampler' | 'loggerNames'>;
  /** The same clock as the state's. */
  readonly now: () => number;
  /** Tells the other processes and threads to do the same. Resolves to how many have done it. */
  readonly tellMembers: (order: ControlOrder) => Promise<number>;
  /** Is told of a caller without the right token. */
  readonly onRefused: (remoteAddress: string | undefined) => void;
}

/** Answers a request for a path under /control. */
export type AnswerControl = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const mostBytes = 4096;
const settings: readonly Setting['name'][] = ['log-level', 'sampling-ratio'];

export function isControlPath(path: string): boolean {
  return path === '/control' || path.startsWith('/control/');
}

export function createControlEndpoints({ checkToken, state, targets, now, tellMembers, onRefused }: ControlOptions): AnswerControl {
  const show = ({ setting, value, original, endsAt, until }: Override) => ({
    setting: setting.name,
    ...(setting.logger === undefined ? {} : { logger: setting.logger }),
    value,
    original,
    until,
    seconds_left: Math.max(0, Math.ceil((endsAt - now()) / 1000)),
  });

  const known = settings.filter((name) => name !== 'sampling-ratio' || targets.hasSampler);

  async function change(name: Setting['name'], request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
      refuse(response, 415, [{ path: 'content-type', message: 'must be application/json' }]);
      return;
    }
    const text = await readBody(request);
    if (text === undefined) {
      refuse(response, 413, [{ path: 'body', message: `must not have more than ${mostBytes} bytes` }]);
      return;
    }
    const parsed = parseChange(name, text);
    if ('problems' in parsed) {
      refuse(response, 400, parsed.problems);
      return;
    }
    const { remoteAddress } = request.socket;
    const override = state.change(parsed.change, remoteAddress);
    if (override === undefined) {
      refuse(response, 409, [{ path: 'logger', message: `${mostOverrides} settings are changed already; DELETE some first` }]);
      return;
    }
    send(response, 200, { ...show(override), members: await tellMembers({ change: parsed.change, remoteAddress }) });
  }

  async function revert(
    name: Setting['name'] | undefined,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const meant = { name, logger: query.get('logger') ?? undefined };
    const { remoteAddress } = request.socket;
    const reverted = state.revert(meant, remoteAddress);
    send(response, 200, { reverted: reverted.map(show), members: await tellMembers({ revert: meant, remoteAddress }) });
  }

  return async (request, response) => {
    const answer = checkToken(request.headers.authorization);
    if (answer !== 'right') {
      onRefused(request.socket.remoteAddress);
      response.setHeader('www-authenticate', 'Bearer');
      if (answer === 'limited') response.setHeader('retry-after', '60');
      refuse(response, answer === 'limited' ? 429 : 401, [{ path: 'authorization', message: 'must be the bearer token of this service' }]);
      return;
    }
    const [path = '', query] = (request.url ?? '').split('?');
    const { method } = request;
    const name = known.find((setting) => path === `/control/${setting}`);
    if (path !== '/control' && name === undefined) {
      refuse(response, 404, [
        { path: 'url', message: `must be /control, or one of ${known.map((setting) => `/control/${setting}`).join(', ')}` },
      ]);
    } else if (path === '/control' && method === 'GET') {
      send(response, 200, {
        log_level: targets.readLogLevel(undefined),
        ...(targets.hasSampler ? { sampling_ratio: targets.readSamplingRatio() } : {}),
        loggers: targets.loggerNames(),
        overrides: state.overrides().map(show),
      });
    } else if (name !== undefined && method === 'PUT') await change(name, request, response);
    else if (method === 'DELETE') await revert(name, new URLSearchParams(query), request, response);
    else {
      response.setHeader('allow', name === undefined ? 'GET, DELETE' : 'PUT, DELETE');
      refuse(response, 405, [{ path: 'method', message: `must be ${name === undefined ? 'GET or DELETE' : 'PUT or DELETE'}` }]);
    }
  };
}

/** Reads the body. Undefined where it is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuse(response: ServerResponse, status: number, problems: readonly Problem[]): void {
  // The rest of the request is not read.
  response.setHeader('connection', 'close');
  send(response, status, { problems });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
