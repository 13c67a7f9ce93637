// What the environment says, checked at the start.
import { z } from 'zod';

const schema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  PAYMENTS_URL: z.url({ protocol: /^https?$/ }),
  PAYMENTS_TIMEOUT_MS: z.coerce.number().int().positive().default(2000),
});

export type Config = z.infer<typeof schema>;

export function parseConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) throw new Error(`storefront cannot start:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
