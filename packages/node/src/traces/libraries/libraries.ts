// All libraries that the SDK traces, in the order of docs/libraries.md.
import type { TracedLibrary } from '../traced-library.ts';
import { amqplib } from './amqplib.ts';
import { bullmq } from './bullmq.ts';
import { express, olderExpress } from './express.ts';
import { fastify } from './fastify.ts';
import { graphql } from './graphql.ts';
import { grpc } from './grpc.ts';
import { hono } from './hono.ts';
import { ioredis } from './ioredis.ts';
import { kafkajs } from './kafkajs.ts';
import { koa } from './koa.ts';
import { mongodb } from './mongodb.ts';
import { mysql2 } from './mysql2.ts';
import { nest } from './nest.ts';
import { pgBoss } from './pg-boss.ts';
import { pg } from './pg.ts';
import { redis } from './redis.ts';

export const libraries: readonly TracedLibrary[] = [
  express,
  olderExpress,
  fastify,
  koa,
  hono,
  nest,
  grpc,
  graphql,
  pg,
  mysql2,
  ioredis,
  redis,
  mongodb,
  bullmq,
  amqplib,
  kafkajs,
  pgBoss,
];
