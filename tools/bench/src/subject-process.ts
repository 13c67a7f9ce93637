// One process of a measurement, spoken to over IPC: it says once that it is ready, then answers each order.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Subject<Ready, Answer = Ready, Order = 'usage'> {
  readonly started: Ready;
  ask(order: Order): Promise<Answer>;
  stop(): Promise<void>;
}

export interface SubjectOptions {
  /** In subjects/. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where its packages are found. Default: this package. */
  readonly cwd?: string;
  /** Its stdout is a pipe that nobody reads. Default: lines go nowhere. */
  readonly unreadStdout?: boolean;
}

export async function startSubject<Ready, Answer = Ready, Order = 'usage'>(
  options: SubjectOptions,
): Promise<Subject<Ready, Answer, Order>> {
  const { file, args = [], execArgv = [], env = {}, cwd = join(import.meta.dirname, '..'), unreadStdout = false } = options;
  const child: ChildProcess = fork(join(import.meta.dirname, 'subjects', file), args, {
    cwd,
    execArgv: [...execArgv],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    stdio: ['ignore', unreadStdout ? 'pipe' : 'ignore', 'inherit', 'ipc'],
  });
  const receive = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      const onExit = (code: number | null): void => reject(new Error(`${file} ${args.join(' ')} ended with ${code}`));
      child.once('exit', onExit);
      child.once('message', (message) => {
        child.off('exit', onExit);
        resolve(message as T);
      });
    });
  const started = await receive<Ready>();
  return {
    started,
    ask(order) {
      const answer = receive<Answer>();
      child.send(order as object);
      return answer;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
