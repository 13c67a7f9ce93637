// Export requests of spans and log records, numbered so that each can be counted.
import { createHash } from 'node:crypto';

export interface SpanInput {
  readonly trace: string;
  readonly name: string;
  readonly error?: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
}

export function buildTraces(spans: readonly SpanInput[]): unknown {
  const now = BigInt(Date.now()) * 1_000_000n;
  const records = spans.map(({ trace, name, error = false, attributes = {} }) => ({
    traceId: digest(trace, 32),
    spanId: digest(`${trace}/${name}`, 16),
    name,
    kind: 2,
    startTimeUnixNano: String(now),
    endTimeUnixNano: String(now + 1_000_000n),
    attributes: keyValues(attributes),
    status: { code: error ? 2 : 0 },
  }));
  return { resourceSpans: [{ resource: { attributes: keyValues({ 'service.name': 'shop' }) }, scopeSpans: [{ spans: records }] }] };
}

export function keyValues(attributes: Readonly<Record<string, string>>): readonly unknown[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } }));
}

export function digest(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
