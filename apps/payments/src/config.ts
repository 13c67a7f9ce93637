// What the environment says, checked at the start.
import { z } from 'zod';

const schema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  CARD_NETWORK_TIMEOUT_MS: z.coerce.number().int().positive().default(300),
});

export type Config = z.infer<typeof schema>;

export function parseConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) throw new Error(`payments cannot start:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
