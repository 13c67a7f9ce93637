// What the environment says, checked at the start.
import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Tries after the first one, before a job goes to the dead letter queue. */
  JOB_RETRY_LIMIT: z.coerce.number().int().min(0).default(2),
  JOB_RETRY_DELAY_SECONDS: z.coerce.number().int().min(0).default(1),
});

export type Config = z.infer<typeof schema>;

export function parseConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) throw new Error(`fulfilment cannot start:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
