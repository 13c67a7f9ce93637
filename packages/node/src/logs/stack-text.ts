// Error stacks as JSON text. An error that happens again has the same frames: their text is cached.
import type { Redaction } from '../redaction/redact.ts';
import { flatten, quote } from './json-text.ts';

/** A stack as JSON. It should start with `head`. `shownHead` is that start as redacted JSON, with the opening quote only. */
export type StackText = (stack: string, head: string, shownHead: string) => string;

const firstFrame = '\n    at ';
const cacheSize = 256;
const longestCached = 4096;

export function createStackText(redaction: Redaction): StackText {
  const cache = new Map<string, string>();

  /** The frames as JSON, with the closing quote only. */
  function quoteFrames(frames: string): string {
    let quoted = cache.get(frames);
    if (quoted === undefined) {
      quoted = flatten(quote(redaction.redactStack(frames)).slice(1));
      if (cache.size >= cacheSize) cache.clear();
      if (frames.length <= longestCached) cache.set(frames, quoted);
    }
    return quoted;
  }

  return (stack, head, shownHead) => {
    const start = stack.indexOf(firstFrame);
    if (start === -1) return quote(redaction.redactText(stack));
    const isKnown = start === head.length && stack.startsWith(head);
    return (isKnown ? shownHead : quote(redaction.redactText(stack.slice(0, start))).slice(0, -1)) + quoteFrames(stack.slice(start));
  };
}
