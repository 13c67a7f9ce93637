// Where spans go that are not sent by OTLP: one JSON object a line, for a look at them.
import { buildSpanJson } from './encoding/otlp-json.ts';
import type { SpanListener } from '../traces/ended-span.ts';

export function createConsoleListener(write: (line: string) => void): SpanListener {
  return { onEnd: (span) => write(`${JSON.stringify(buildSpanJson(span))}\n`) };
}
