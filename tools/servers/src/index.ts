export { startFerretdb } from './ferretdb.ts';
export { startKafka } from './kafka.ts';
export { startMariadb } from './mariadb.ts';
export { explainMissing, type ServerProgram } from './programs.ts';
export { startRabbitmq } from './rabbitmq.ts';
export { startRedis } from './redis.ts';
export { type TestServer } from './server-process.ts';
