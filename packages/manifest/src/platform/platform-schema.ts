// The whole schema of plinth.platform.yaml.
import { z } from 'zod';
import { nameSchema, versionSchema } from '../core/scalars.ts';
import { backendSchema, type Backend } from './backends/backends.ts';
import { environmentSchema } from './environment-schema.ts';
import { loadSchema } from './load-schema.ts';
import { redactionSchema } from './redaction-schema.ts';
import { samplingSchema } from './sampling-schema.ts';
import { signalsSchema, type SignalName } from './signal.ts';
import { sourcesSchema, spanMetricsSchema } from './source-schema.ts';

const imageSchema = z
  .strictObject({
    distribution: z.enum(['core', 'contrib', 'k8s']).default('contrib').describe('Which components the image has.'),
    components: z
      .array(z.string().regex(/^(receiver|processor|exporter|connector|extension)\/[a-z0-9_]+$/, 'kind/type, such as receiver/otlp'))
      .min(1)
      .optional()
      .describe('Components of an image of your own, in the place of a distribution.'),
    repository: z.string().min(1).optional().describe('Default: the image that the OpenTelemetry project releases.'),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hexadecimal digits')
      .optional()
      .describe('Pins the image. Without it the tag is the version.'),
  })
  .meta({ description: 'The Collector image.' });

const tenantsSchema = z
  .strictObject({
    attribute: z.string().min(1).default('k8s.namespace.name').describe('Resource attribute that tells tenants apart.'),
    names: z.record(
      nameSchema,
      z.strictObject({ values: z.array(z.string().min(1)).min(1), backends: z.array(nameSchema).min(1).optional() }),
    ),
  })
  .meta({ description: 'Tenants: each gets a gateway of its own, and its own backends.' });

export const platformSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format.'),
    name: nameSchema.describe('Name of the platform: prefix of what is rendered.'),
    collectorVersion: versionSchema.describe('Version of the Collector that runs it: decides names and keys.'),
    image: imageSchema.prefault({}),
    signals: signalsSchema.default(['traces', 'metrics', 'logs']),
    sources: sourcesSchema.prefault({}),
    spanMetrics: z
      .union([spanMetricsSchema, z.literal(false)])
      .prefault({})
      .describe('false: none.'),
    backends: z.record(nameSchema, backendSchema).describe('Backends by name.'),
    sampling: samplingSchema.prefault({}),
    redaction: redactionSchema.prefault({}),
    tenants: tenantsSchema.optional(),
    load: loadSchema.prefault({}),
    environments: z.record(nameSchema, environmentSchema),
    services: z
      .array(z.string().min(1))
      .min(1)
      .default(['**/plinth.yaml'])
      .describe('Where the manifests of services are: glob patterns, relative to this file. ../* is allowed.'),
  })
  .meta({ title: 'plinth.platform.yaml', description: 'What a platform collects, where it sends it, and how much of it there is.' });

/** The manifest as its file says it. */
export type PlatformInput = z.infer<typeof platformSchema>;

/** A backend, and the signals that it gets. */
export type SignalBackend = Backend & { readonly signals: readonly SignalName[] };

/** The manifest with every default filled in. */
export type PlatformManifest = Omit<PlatformInput, 'backends'> & { readonly backends: Readonly<Record<string, SignalBackend>> };

export type Image = z.infer<typeof imageSchema>;
export type Tenants = z.infer<typeof tenantsSchema>;

/** JSON Schema (2020-12) of the file, for editors. */
export function buildPlatformJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(platformSchema, { io: 'input' });
}
