// Nest's own logger, ConsoleLogger, and what extends it. Its lines keep their form.
import type { AdoptedLibrary, AdoptionParts } from './adopted-library.ts';
import { copyField } from './json-copy.ts';
import { createCopyWalk } from './redacted-copy.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;
interface ConsoleLoggerPrototype {
  printMessages: Method;
  formatMessage: Method;
  printStackTrace?: Method;
  /** Nest 11 and newer can write JSON. */
  getJsonLogObject?: Method;
}

export const nest: AdoptedLibrary = {
  name: 'nest',
  files: { '@nestjs/common/services/console-logger.service.js': patch },
  // Its decorators use it.
  needs: 'reflect-metadata',
  bundled: /getContextAndStackAndMessagesToPrin[t]/,
};

function patch(moduleExports: unknown, parts: AdoptionParts): void {
  const { ConsoleLogger } = moduleExports as { readonly ConsoleLogger: { readonly prototype: ConsoleLoggerPrototype } };
  const { prototype } = ConsoleLogger;
  const { copies, redaction, addContext } = parts;
  const { printMessages, formatMessage, printStackTrace, getJsonLogObject } = prototype;
  const cleanStack = (stack: unknown): unknown => (typeof stack === 'string' ? redaction.redactStack(stack) : stack);
  const copy = (item: unknown): unknown => copies.value(item, createCopyWalk());
  /** What `clean` makes of the values, or the values where it fails. */
  const tryTo = <T>(values: T, clean: (values: T) => T): T => {
    try {
      return clean(values);
    } catch (error) {
      parts.onFailure('nest', error);
      return values;
    }
  };

  prototype.printMessages = function (...args) {
    const [messages, context, level, stream, stack, ...more] = args;
    const cleaned = tryTo(args, () => [(messages as unknown[]).map(copy), context, level, stream, cleanStack(stack), ...more.map(copy)]);
    parts.passage.depth++;
    try {
      return printMessages.apply(this, cleaned);
    } finally {
      parts.passage.depth--;
    }
  };
  // A message may be a function, which is called late, and an object may show something else than its fields.
  prototype.formatMessage = function (...args) {
    const line = formatMessage.apply(this, args);
    return typeof line === 'string' ? tryTo(line, (text) => addIds(redaction.redactText(text), addContext)) : line;
  };
  if (printStackTrace !== undefined) {
    prototype.printStackTrace = function (stack, ...more) {
      return printStackTrace.call(this, tryTo(stack, cleanStack), ...more);
    };
  }
  if (getJsonLogObject === undefined) return;
  prototype.getJsonLogObject = function (...args) {
    const entry = getJsonLogObject.apply(this, args) as Record<string, unknown>;
    return tryTo(entry, () => {
      const shown = Object.entries(entry).flatMap(([key, item]) => {
        const now = copyField(entry, key, item, parts);
        return now === undefined && item !== undefined ? [] : [[key, now] as const];
      });
      const adopted = Object.fromEntries(shown);
      addContext(adopted);
      return adopted;
    });
  };
}

/** They stand at the end of the last line. */
function addIds(text: string, addContext: AdoptionParts['addContext']): string {
  const record: Record<string, unknown> = {};
  addContext(record);
  const { trace_id: traceId, correlation_id: correlationId } = record;
  const ids = [
    ...(traceId === undefined ? [] : [`trace_id=${String(traceId)}`]),
    ...(correlationId === undefined ? [] : [`correlation_id=${String(correlationId)}`]),
  ];
  return ids.length === 0 ? text : text.replace(/\n?$/, (end) => ` ${ids.join(' ')}${end}`);
}
