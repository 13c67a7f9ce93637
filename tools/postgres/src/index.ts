export { startPostgres, type Postgres } from './postgres.ts';
