// Lines below the level that are written if their request is kept.
import { context, trace } from '@opentelemetry/api';
import { findKeepableRequest, type KeepOnError } from '../keep/keep-on-error.ts';

/** Bytes of a line without its text, as measured on the heap: the function that writes it, and its place in the request. */
const lineBytes = 200;

/** Builds the line, and calls `write` if the request of the running code is kept. Outside of requests nothing is built. */
export type KeepLine = (build: () => string, write: (text: string) => void) => void;

export function createKeepLine(keepOnError: KeepOnError): KeepLine {
  return (build, write) => {
    const request = findKeepableRequest(trace.getSpan(context.active()));
    if (request === undefined || request.outcome === 'dropped') return;
    let text: string;
    keepOnError.rendering = true;
    try {
      text = build();
    } finally {
      keepOnError.rendering = false;
    }
    keepOnError.add(request, 'logs', lineBytes + text.length, () => write(text));
  };
}
