// Error stacks as JSON text. An error that comes back comes back with the same frames: their text is kept.
import type { Redaction } from '../redaction/redact.ts';
import { quote } from './json-text.ts';

/** A stack as quoted JSON. `head` is its start as it stands, `redactedHead` the same without secrets, where they are known already. */
export type StackText = (stack: string, head: string, redactedHead: string) => string;

const firstFrame = '\n    at ';
const cacheSize = 256;
const longestCached = 4096;

export function createStackText(redaction: Redaction): StackText {
  const cache = new Map<string, string>();

  /** The frames in JSON, with the closing quote only. */
  function quoteFrames(frames: string): string {
    let quoted = cache.get(frames);
    if (quoted === undefined) {
      quoted = quote(redaction.redactStack(frames)).slice(1);
      if (cache.size >= cacheSize) cache.clear();
      if (frames.length <= longestCached) cache.set(frames, quoted);
    }
    return quoted;
  }

  return (stack, head, redactedHead) => {
    const start = stack.indexOf(firstFrame);
    if (start === -1) return quote(redaction.redactText(stack));
    const shownHead = start === head.length && stack.startsWith(head) ? redactedHead : redaction.redactText(stack.slice(0, start));
    return quote(shownHead).slice(0, -1) + quoteFrames(stack.slice(start));
  };
}
