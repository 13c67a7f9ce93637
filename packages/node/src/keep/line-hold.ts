// Lines below the level that wait for the end of their request.
import { context, trace } from '@opentelemetry/api';
import { findHeld, type Holding } from './held-requests.ts';

/** A line and what is kept with it: measured as heap. */
const lineBytes = 200;

/** Builds the line and has it written if the request of the running code is kept. Outside of requests nothing is built. */
export type HoldLine = (build: () => string, write: (text: string) => void) => void;

export function createLineHold(holding: Holding): HoldLine {
  return (build, write) => {
    const request = findHeld(trace.getSpan(context.active()));
    if (request === undefined || request.outcome === 'dropped') return;
    let text: string;
    holding.rendering = true;
    try {
      text = build();
    } finally {
      holding.rendering = false;
    }
    holding.hold(request, 'logs', lineBytes + text.length, () => write(text));
  };
}
