// The schema of a dependency: it says what a service needs from others.
import { z } from 'zod';
import { nameSchema, portSchema } from '../core/scalars.ts';

const addressSchema = z
  .strictObject({
    cidr: z.string().regex(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$|^[0-9a-fA-F:]+\/\d{1,3}$/, 'a range of addresses such as 10.20.0.0/24'),
    port: portSchema,
  })
  .meta({ description: 'Where the network policy lets the service connect to.' });

const critical = z.boolean().default(false).describe('The service cannot answer without it.');

const storeTypes = [
  'postgresql',
  'mysql',
  'mariadb',
  'mssql',
  'oracle',
  'mongodb',
  'redis',
  'elasticsearch',
  'cassandra',
  'kafka',
  'rabbitmq',
] as const;

export const dependencySchema = z
  .union([
    z.strictObject({ service: nameSchema.describe('Another service, by the name in its plinth.yaml.'), critical }),
    z.strictObject({
      type: z.enum(storeTypes).describe('A database, a cache or a broker.'),
      address: addressSchema,
      connectionsPerPod: z.number().int().min(1).optional().describe('Connections that one pod opens.'),
      connectionLimit: z.number().int().min(1).optional().describe('Connections that the server allows, of all services together.'),
      critical,
    }),
    z.strictObject({
      queue: z.string().min(1).describe('A queue that the service sends to.'),
      sends: z.literal(true),
      via: nameSchema.optional().describe('The dependency that holds the queue.'),
      critical,
    }),
    z.strictObject({ external: z.literal(true), address: addressSchema, critical }),
  ])
  .meta({ description: 'What the service needs: another service, a store, a queue that it sends to, or something outside.' });

export type Dependency = z.infer<typeof dependencySchema>;
