// What a caller may send.
import { z } from 'zod';

export const authorisationRequest = z.object({
  order_id: z.string().min(1).max(64),
  /** Minor units: cents. */
  amount_minor: z.int().positive(),
  currency: z.enum(['EUR', 'USD']),
  card: z.object({ number: z.string().regex(/^\d{12,19}$/, 'must be 12 to 19 digits') }),
});

export type AuthorisationRequest = z.infer<typeof authorisationRequest>;
