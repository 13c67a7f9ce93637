// Prints spans for people who want to look at them: one JSON object a line.
import { buildSpanJson } from './encoding/otlp-json.ts';
import type { SpanListener } from '../traces/ended-span.ts';

export function createConsoleListener(write: (line: string) => void): SpanListener {
  return { onEnd: (span) => write(`${JSON.stringify(buildSpanJson(span))}\n`) };
}
