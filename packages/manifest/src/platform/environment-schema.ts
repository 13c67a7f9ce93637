// The schema of an environment: one cluster or machine that the platform runs on.
import { z } from 'zod';
import { nameSchema, reasonSchema } from '../core/scalars.ts';
import { sizeSchema } from '../core/size.ts';
import { loadOverridesSchema } from './load-schema.ts';
import { samplingSchema } from './sampling-schema.ts';

export const topologies = ['local', 'agent', 'agent_gateway', 'two_tier', 'sidecar_gateway'] as const;
export type TopologyName = (typeof topologies)[number];

export const outputs = ['raw', 'helm', 'operator', 'kubernetes', 'compose'] as const;
export type OutputName = (typeof outputs)[number];

const tierSchema = z
  .strictObject({
    replicas: z.number().int().min(1).optional().describe('Default: computed from the load.'),
    memory: sizeSchema.optional().describe('Memory limit. Default: computed from the load.'),
    cores: z.number().positive().optional().describe('CPU request, in cores.'),
    storage: sizeSchema.optional().describe('Size of the volume for the queue. Default: computed from the load and the outage.'),
    storageClass: z.string().min(1).optional(),
  })
  .meta({ description: 'Sizes of one tier, where they are not to be computed.' });

export const environmentSchema = z
  .strictObject({
    topology: z
      .enum(topologies)
      .describe(
        'local: one process. agent: one on each node. agent_gateway: and a gateway. two_tier: and samplers behind it. sidecar_gateway: one in each pod, and a gateway.',
      ),
    production: z.boolean().default(false).describe('Real data: stricter defaults.'),
    cluster: z.string().min(1).optional().describe('k8s.cluster.name. Default: the name of the environment.'),
    namespace: nameSchema.default('observability'),
    outputs: z
      .array(z.enum(outputs))
      .min(1)
      .optional()
      .describe('What is rendered. Default: raw, and kubernetes where there is a cluster.'),
    backends: z.array(nameSchema).min(1).optional().describe('Backends of this environment. Default: all.'),
    load: loadOverridesSchema.optional().describe('What differs from the load of the platform.'),
    sampling: samplingSchema.optional().describe('In the place of the sampling of the platform.'),
    agent: tierSchema.optional(),
    gateway: tierSchema.optional(),
    sampler: tierSchema.optional(),
    // Between the tiers of one environment.
    internalTls: z
      .union([
        z.strictObject({ certificateSecret: z.string().min(1).describe('Secret of type kubernetes.io/tls, with ca.crt, for every tier.') }),
        z.strictObject({ plaintext: reasonSchema.describe('Why tiers speak without TLS, such as: the mesh encrypts.') }),
      ])
      .optional()
      .describe('TLS between agents, gateways and samplers. Needed where there is more than one tier.'),
  })
  .meta({ description: 'One cluster or machine that the platform runs on.' });

export type Environment = z.infer<typeof environmentSchema>;
export type TierSize = z.infer<typeof tierSchema>;
