// The payments service as the storefront sees it.
import { z } from 'zod';

const answer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('approved'), authorisation_id: z.string() }),
  z.object({ outcome: z.literal('declined'), reason: z.string(), authorisation_id: z.string() }),
]);

export type PaymentAnswer = z.infer<typeof answer>;

export interface PaymentRequest {
  readonly order_id: string;
  readonly amount_minor: number;
  readonly currency: string;
  readonly card: { readonly number: string };
}

export interface PaymentsClient {
  /** Rejects with PaymentsUnavailable when there is no usable answer in time. */
  authorise(request: PaymentRequest): Promise<PaymentAnswer>;
}

export class PaymentsUnavailable extends Error {
  override readonly name = 'PaymentsUnavailable';
  /** 504 where nobody answered in time, else 502. */
  readonly status: 502 | 504;

  constructor(message: string, status: 502 | 504, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

export function createPaymentsClient(baseUrl: string, timeoutMs: number): PaymentsClient {
  return {
    async authorise(request) {
      try {
        const response = await fetch(`${baseUrl}/authorisations`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(request),
          signal: AbortSignal.timeout(timeoutMs),
        });
        if (!response.ok) throw new PaymentsUnavailable(`payments answered ${response.status}`, response.status === 504 ? 504 : 502);
        return answer.parse(await response.json());
      } catch (cause) {
        if (cause instanceof PaymentsUnavailable) throw cause;
        const timedOut = cause instanceof DOMException && cause.name === 'TimeoutError';
        throw new PaymentsUnavailable('payments gave no usable answer', timedOut ? 504 : 502, { cause });
      }
    },
  };
}
