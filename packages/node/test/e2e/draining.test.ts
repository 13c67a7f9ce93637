// A deploy under load: nobody's request fails because the process was told to end.
import { Agent, get } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCollector, startService, type Received, type ServiceProcess, until } from './service-process.ts';

let collector: Received;
let service: ServiceProcess;
beforeEach(async () => {
  collector = await startCollector();
  service = await startService('service.mjs', { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
});
afterEach(async () => {
  service.child.kill('SIGKILL');
  await collector.shutdown();
});

interface Outcome {
  readonly path: string;
  /** `refused`: never accepted, so nothing was in flight. */
  readonly result: 'answered' | 'refused' | 'failed';
  readonly reason?: string | undefined;
  readonly isClosing?: boolean;
}

function request(agent: Agent, path: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const sent = get(`${service.url}${path}`, { agent }, (response) => {
      response.resume();
      response.once('end', () => resolve({ path, result: 'answered', isClosing: response.headers.connection === 'close' }));
      response.once('error', (error) => resolve({ path, result: 'failed', reason: error.message }));
    });
    sent.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ path, result: error.code === 'ECONNREFUSED' ? 'refused' : 'failed', reason: error.code }),
    );
  });
}

test('SIGTERM under load: no request fails, on new or kept connections, fast or slow', async () => {
  const outcomes: Outcome[] = [];
  const clients = Array.from({ length: 12 }, async (_, index) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (;;) {
      // One in four is a request that takes half a second, one pauses between requests as a browser does.
      const outcome = await request(agent, index % 4 === 0 ? '/slow' : '/order');
      outcomes.push(outcome);
      if (outcome.result !== 'answered') break;
      if (index % 4 === 1) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    agent.destroy();
  });
  // Each client has been answered more than once.
  await until(() => outcomes.length > 100);
  service.child.kill('SIGTERM');
  await Promise.all(clients);
  expect(outcomes.filter(({ result }) => result === 'failed')).toEqual([]);
  expect(outcomes.filter(({ result }) => result === 'refused')).toHaveLength(12);
  expect(outcomes.some(({ isClosing }) => isClosing)).toBe(true);
  expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });
  const answered = outcomes.filter(({ result }) => result === 'answered').length;
  expect(collector.spans.filter(({ kind }) => kind === 'server')).toHaveLength(answered);
});

test('an idle kept connection does not hold the process', async () => {
  const agent = new Agent({ keepAlive: true });
  await request(agent, '/order');
  service.child.kill('SIGTERM');
  expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });
  agent.destroy();
});
