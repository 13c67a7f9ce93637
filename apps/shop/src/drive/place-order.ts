// One order over HTTP, under a trace and a correlation id of the driver's, as a gateway would send it.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Observed } from '../evidence.ts';

export interface SentOrder {
  readonly traceId: string;
  readonly spanId: string;
  readonly correlationId: string;
  readonly response: Observed;
  readonly orderId: string | undefined;
}

const timeoutMs = 10_000;

export async function placeOrder(storefrontUrl: string, order: unknown): Promise<SentOrder> {
  const traceId = randomBytes(16).toString('hex');
  const spanId = randomBytes(8).toString('hex');
  const correlationId = `shop-${randomUUID()}`;
  const response = await fetch(`${storefrontUrl}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-${spanId}-01`, 'x-correlation-id': correlationId },
    body: JSON.stringify(order),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const body = (await response.json()) as { readonly id?: unknown };
  return {
    traceId,
    spanId,
    correlationId,
    response: { status: response.status, correlationId: response.headers.get('x-correlation-id') ?? undefined },
    orderId: typeof body.id === 'string' ? body.id : undefined,
  };
}

/** The order's status, asked for until it is `wanted` or the time is up. */
export async function waitForStatus(storefrontUrl: string, orderId: string, wanted: string): Promise<string> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const response = await fetch(`${storefrontUrl}/orders/${orderId}`, { signal: AbortSignal.timeout(timeoutMs) });
    const { status } = (await response.json()) as { readonly status?: unknown };
    if (status === wanted || performance.now() > end) return String(status);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
