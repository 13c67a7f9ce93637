// What a customer may send.
import { z } from 'zod';

const maxLines = 50;
const maxQuantity = 1000;
const maxUnitPriceMinor = 10_000_000;

export const orderRequest = z.object({
  customer: z.object({ email: z.email() }),
  card: z.object({ number: z.string().regex(/^\d{12,19}$/, 'must be 12 to 19 digits') }),
  currency: z.enum(['EUR', 'USD']),
  lines: z
    .array(
      z.object({
        sku: z.string().regex(/^[A-Z0-9-]{1,32}$/, 'must be upper-case letters, digits and dashes'),
        quantity: z.int().min(1).max(maxQuantity),
        /** Minor units: cents. */
        unit_price_minor: z.int().min(1).max(maxUnitPriceMinor),
      }),
    )
    .min(1)
    .max(maxLines),
});

export type OrderRequest = z.infer<typeof orderRequest>;
export type OrderLine = OrderRequest['lines'][number];
