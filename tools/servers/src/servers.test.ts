import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { explainMissing, startFerretdb, startKafka, startMariadb, startRabbitmq, startRedis, type ServerProgram } from './index.ts';

// A folder of this test's own: tests of other packages start servers at the same time.
const folder = mkdtempSync(join(tmpdir(), 'plinth-servers-'));
process.env['TMPDIR'] = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
      const server = await start();
      expect(readdirSync(tmpdir())).toMatchObject([expect.stringMatching(`^plinth-${name}-`)]);
      await connectTo(server.url);
      await server.shutdown();
      expect(readdirSync(tmpdir())).toEqual([]);
      await expect(connectTo(server.url)).rejects.toThrow(/ECONNREFUSED/);
    },
  );
});
