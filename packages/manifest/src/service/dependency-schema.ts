// The schema of a dependency: it says what a service needs from others.
import { z } from 'zod';
import { nameSchema, portSchema } from '../core/scalars.ts';

/** IPv4 with parts up to 255 and a prefix up to 32, or IPv6 with a prefix up to 128. */
const cidrPattern =
  /^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)\/(3[0-2]|[12]?\d)$|^[0-9a-fA-F]*:[0-9a-fA-F:]*\/(12[0-8]|1[01]\d|\d?\d)$/;

const addressSchema = z
  .strictObject({
    cidr: z.string().regex(cidrPattern, 'a range of addresses such as 10.20.0.0/24'),
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
