// A describe block around a real server, skipped by name where the machine does not have its program.
import { explainMissing, type ServerProgram, type TestServer } from '@plinth/servers';
import { afterAll, beforeAll, describe } from 'vitest';

export function describeServer(
  name: string,
  program: ServerProgram,
  start: () => Promise<TestServer>,
  run: (url: () => string) => void,
): void {
  const reason = explainMissing(program);
  describe.skipIf(reason !== undefined)(`${name}${reason === undefined ? '' : ` (${reason})`}`, () => {
    let server: TestServer | undefined;
    beforeAll(async () => {
      server = await start();
    }, 60_000);
    afterAll(() => server?.shutdown());
    run(() => server?.url ?? '');
  });
}
