import { existsSync, globSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explainMissing, startFerretdb, startKafka, startMariadb, startRabbitmq, startRedis, type ServerProgram } from './index.ts';

const servers = [
  ['redis', 'redis-server', startRedis],
  ['rabbitmq', 'rabbitmq-server', startRabbitmq],
  ['mariadb', 'mariadbd', startMariadb],
  ['ferretdb', 'ferretdb', startFerretdb],
  ['kafka', 'kfake', startKafka],
] as const;

function connectTo(url: string): Promise<unknown> {
  const { hostname, port } = new URL(url.includes('://') ? url : `tcp://${url}`);
  const socket = connect(Number(port), hostname);
  return once(socket, 'connect').finally(() => socket.destroy());
}

describe.each(servers)('%s', (name, program: ServerProgram, start) => {
  const reason = explainMissing(program);
  test.skipIf(reason !== undefined)(
    `starts, answers, stops, and leaves nothing behind${reason ? ` (${reason})` : ''}`,
    { timeout: 60_000 },
    async () => {
      const pattern = join(tmpdir(), `plinth-${name}-*`);
      const before = globSync(pattern);
      const server = await start();
      const created = globSync(pattern).filter((folder) => !before.includes(folder));
      await connectTo(server.url);
      await server.shutdown();
      expect(created.filter((folder) => existsSync(folder))).toEqual([]);
      await expect(connectTo(server.url)).rejects.toThrow(/ECONNREFUSED/);
    },
  );
});
