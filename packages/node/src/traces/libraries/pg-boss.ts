// pg-boss is traced by hand: no method of it knows the context of a job.
import type { LibraryByHand } from '../traced-library.ts';

export const pgBoss: LibraryByHand = {
  name: 'pg-boss',
  byHand: ['sendJob', 'processJob'],
  docs: { table: 'queues', from: '10.0', tested: '{pg-boss} with PostgreSQL 18', cells: ['`retryCount` that is given to `processJob`'] },
};
