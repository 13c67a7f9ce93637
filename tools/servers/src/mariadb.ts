import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { findProgram, requireProgram } from './programs.ts';
import { startServerProcess, type TestServer } from './server-process.ts';

/** A MariaDB with an empty database `shop`, user `root` without a password. Some three seconds. */
export function startMariadb(): Promise<TestServer> {
  return startServerProcess(
    'mariadb',
    async (folder, port) => {
      const program = requireProgram('mariadbd');
      const user = `--user=${userInfo().username}`;
      const data = `--datadir=${folder}/data`;
      const install = findProgram('mariadb-install-db') ?? 'mariadb-install-db';
      await promisify(execFile)(install, ['--no-defaults', data, user, '--auth-root-authentication-method=normal', '--skip-test-db'], {
        cwd: folder,
      });
      const initial = `${folder}/init.sql`;
      await promisify(execFile)('/bin/sh', ['-c', `echo 'create database shop;' > ${initial}`]);
      return {
        program,
        args: [
          '--no-defaults',
          data,
          user,
          `--port=${port}`,
          '--bind-address=127.0.0.1',
          `--socket=${folder}/socket`,
          `--init-file=${initial}`,
          '--innodb-flush-log-at-trx-commit=0',
        ],
        isReady: (output) => output.includes('ready for connections'),
      };
    },
    (port) => `mysql://root@127.0.0.1:${port}/shop`,
  );
}
