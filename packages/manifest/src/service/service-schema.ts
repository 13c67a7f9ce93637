// The whole schema of plinth.yaml.
import { z } from 'zod';
import { durationSchema } from '../core/duration.ts';
import { nameSchema, portSchema, reasonSchema } from '../core/scalars.ts';
import { dependencySchema } from './dependency-schema.ts';
import { defaultTier } from './tiers.ts';

const routeSchema = z
  .string()
  .regex(/^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/\S*$/, 'a route such as POST /orders')
  .meta({ description: 'A route: the method and the path as the framework has it, such as GET /orders/:id.' });

const criticalPathSchema = z
  .strictObject({
    routes: z.array(routeSchema).min(1).optional().describe('The routes that it consists of, for kind http.'),
    jobs: z.string().min(1).optional().describe('The queue whose jobs it consists of, for kind worker.'),
    impact: z.string().min(1).optional().describe('What customers cannot do while it is broken.'),
    firstAid: z.string().min(1).optional().describe('What helps at once.'),
  })
  .refine((path) => (path.routes === undefined) !== (path.jobs === undefined), 'either routes or jobs')
  .meta({ description: 'Something that the service must be able to do.' });

const exceptionSchema = z
  .strictObject({
    rule: z
      .string()
      .regex(/^[A-Z]\d{3}$/, 'the id of a rule, such as K009')
      .describe('The rule that does not hold here.'),
    because: reasonSchema.describe('Why it does not.'),
    until: z.iso.date('a date such as 2027-02-01').describe('The day on which the exception ends, at most 180 days ahead.'),
  })
  .meta({ description: 'A rule that does not hold for this service, for a while.' });

export const serviceSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format.'),
    name: nameSchema.describe('Name of the service: service.name of its telemetry.'),
    description: z.string().min(1).optional().describe('What it does, in a line.'),
    platform: z
      .string()
      .min(1)
      .optional()
      .describe(
        'The platform manifest: an npm package that holds plinth.platform.yaml, or a path. Default: the nearest one in the folders above.',
      ),
    owner: nameSchema.describe('The team that answers for it.'),
    tier: z.literal([1, 2, 3]).default(defaultTier.value).describe('1: customers notice at once. 2: the default. 3: nobody is woken up.'),
    kind: z.enum(['http', 'worker', 'job']).describe('http: answers requests. worker: takes jobs from a queue. job: runs and ends.'),
    port: portSchema.optional().describe('Port of the service, for kind http.'),
    image: z
      .string()
      .regex(/^[^\s:@]+(:\d+)?(\/[^\s:@]+)*$/, 'an image without tag and digest, such as registry.example/orders')
      .describe('The image, without tag and digest.'),
    telemetry: z
      .string()
      .min(1)
      .default('src/telemetry.ts')
      .describe('The module that calls defineTelemetry, or a catalog.json; relative to this file.'),
    critical: z
      .union([z.array(routeSchema).min(1), z.record(nameSchema, criticalPathSchema)])
      .prefault({})
      .describe('What the service must be able to do: routes, or paths by name.'),
    consumes: z
      .strictObject({
        queue: z.string().min(1).describe('The queue whose jobs it takes.'),
        system: z.string().min(1).describe('What holds the queue, as in messaging.system: pg-boss, bullmq, rabbitmq, kafka.'),
        longestJob: durationSchema.optional().describe('How long one job may take.'),
      })
      .optional()
      .describe('The queue of a service of kind worker.'),
    dependsOn: z.record(nameSchema, dependencySchema).default({}).describe('What it needs, by a name of your own.'),
    exceptions: z.array(exceptionSchema).default([]).describe('Rules that do not hold here, each with a reason and an end.'),
  })
  .meta({ title: 'plinth.yaml', description: 'What a service is, who answers for it, what it must be able to do and what it needs.' });

/** The manifest as its file says it, with defaults. */
export type ServiceInput = z.infer<typeof serviceSchema>;

export type CriticalPath = z.infer<typeof criticalPathSchema>;

/** The manifest with every default filled in. */
export type ServiceManifest = Omit<ServiceInput, 'critical'> & {
  /** By name. Routes that were given as a list are named by themselves. */
  readonly critical: Readonly<Record<string, CriticalPath>>;
};

/** JSON Schema (2020-12) of the file, for editors. */
export function buildServiceJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(serviceSchema, { io: 'input' });
}
