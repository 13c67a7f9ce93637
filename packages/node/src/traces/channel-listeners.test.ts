import { channel } from 'node:diagnostics_channel';
import { expect, test } from 'vitest';
import { startChannelListeners } from './channel-listeners.ts';

test('what a listener throws is told, and reaches neither the publisher nor the process', () => {
  const told: string[] = [];
  const listening = startChannelListeners(
    {
      'plinth.test': () => {
        throw new Error('broken');
      },
    },
    (where, error) => told.push(`${where}: ${String(error)}`),
  );
  channel('plinth.test').publish({});
  expect(told).toEqual(['plinth.test: Error: broken']);
  listening.shutdown();
  channel('plinth.test').publish({});
  expect(told).toHaveLength(1);
});
