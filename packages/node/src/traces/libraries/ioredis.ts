// ioredis publishes its commands, and transactions as batches.
import { redisChannels, startRedisTracing } from '../redis-commands.ts';
import type { PublishingLibrary } from '../traced-library.ts';

const publisher = 'ioredis';

export const ioredis: PublishingLibrary = {
  name: 'ioredis',
  channels: Object.values(redisChannels(publisher)).map((channel) => `tracing:${channel}`),
  start: (options) => startRedisTracing(publisher, options),
  docs: {
    table: 'databases',
    from: '5.11',
    tested: '{ioredis} with Redis',
    cells: ['one a command or transaction: `SET`, first word of the error'],
  },
};
