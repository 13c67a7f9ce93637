// One process under measurement, spoken to over IPC.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Subject<Answer> {
  readonly started: Answer;
  ask(): Promise<Answer>;
  stop(): Promise<void>;
}

export interface SubjectOptions {
  readonly file: string;
  readonly args?: readonly string[];
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where its log lines go. */
  readonly stdout?: 'ignore' | 'inherit';
}

export async function startSubject<Answer>({
  file,
  args = [],
  execArgv = [],
  env = {},
  stdout = 'ignore',
}: SubjectOptions): Promise<Subject<Answer>> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'subjects', file), args, {
    execArgv: [...execArgv],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    stdio: ['ignore', stdout, 'inherit', 'ipc'],
  });
  const answer = (): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const onExit = (code: number | null): void => reject(new Error(`${file} ended with ${code}`));
      child.once('exit', onExit);
      child.once('message', (message) => {
        child.off('exit', onExit);
        resolve(message as Answer);
      });
    });
  const started = await answer();
  return {
    started,
    ask() {
      const answered = answer();
      child.send('measure');
      return answered;
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
