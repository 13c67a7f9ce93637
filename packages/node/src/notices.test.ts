import { expect, test } from 'vitest';
import { createNotices } from './notices.ts';

function setUp() {
  let at = 0;
  const lines: [message: string, fields: Readonly<Record<string, unknown>>][] = [];
  const notices = createNotices(() => at);
  const say = (message: string, fields: Readonly<Record<string, unknown>>) => void lines.push([message, fields]);
  return { notices, lines, attach: () => notices.attach({ error: say, warn: say, info: say }), wait: (ms: number) => void (at += ms) };
}

const overflow = { path: 'traces', message: 'full' };

test('what is said before there is a logger is written, in its order, when there is one', () => {
  const { notices, lines, attach } = setUp();
  notices.notify('node.export_queue_full', overflow);
  notices.tell('telemetry is delivered again', { signal: 'traces' });
  expect(lines).toEqual([]);
  attach();
  notices.tell('later', {});
  expect(lines.map(([message]) => message)).toEqual([
    expect.stringMatching(/^node\.export_queue_full: /),
    'telemetry is delivered again',
    'later',
  ]);
  attach();
  expect(lines).toHaveLength(3);
});

test('a code is said once a minute for each place, with the number of those that were not said', () => {
  const { notices, lines, attach, wait } = setUp();
  attach();
  for (let time = 0; time < 3; time++) notices.notify('node.export_queue_full', overflow);
  notices.notify('node.export_queue_full', { path: 'logs', message: 'full' });
  wait(59_999);
  notices.notify('node.export_queue_full', overflow);
  expect(lines.map(([, { problem }]) => problem)).toEqual(['traces: full', 'logs: full']);
  wait(1);
  notices.notify('node.export_queue_full', overflow);
  expect(lines.at(-1)?.[1]).toMatchObject({ code: 'node.export_queue_full', problem: 'traces: full', suppressed: 3 });
});

test('a logger that comes late is not flooded', () => {
  const { notices, lines, attach } = setUp();
  for (let place = 0; place < 1000; place++) notices.notify('node.export_queue_full', { path: String(place), message: 'full' });
  attach();
  expect(lines).toHaveLength(100);
});
