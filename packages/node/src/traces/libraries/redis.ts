// node-redis publishes its commands, and transactions and pipelines as batches.
import { redisChannels, startRedisTracing } from '../redis-commands.ts';
import type { PublishingLibrary } from '../traced-library.ts';

const publisher = 'node-redis';

export const redis: PublishingLibrary = {
  name: 'redis',
  channels: Object.values(redisChannels(publisher)).map((channel) => `tracing:${channel}`),
  start: (options) => startRedisTracing(publisher, options),
  docs: {
    table: 'databases',
    from: '5.12',
    tested: '{redis} with Redis',
    cells: ['one a command, transaction or pipeline: `SET`, first word of the error'],
  },
};
