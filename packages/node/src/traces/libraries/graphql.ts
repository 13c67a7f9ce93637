// Spans of executed GraphQL operations from the tracing channel of `graphql` (17 and newer). A span never shows the document: it has values
// in it.
import { context, SpanKind, SpanStatusCode, trace, type Attributes, type Span, type Tracer } from '@opentelemetry/api';
import { attributeKeys } from '@plinth/catalog';
import type { ContextManager } from '../../context/context-manager.ts';
import { startChannelListeners, type OnInstrumentationError } from '../channel-listeners.ts';
import { errorTypeOf, recordSpanException } from '../exception.ts';
import { isNotSampled } from '../span.ts';
import type { PublishingLibrary } from '../traced-library.ts';

interface GraphqlTracingOptions {
  readonly tracer: Tracer;
  readonly contextManager: ContextManager;
  readonly onError: OnInstrumentationError;
}

const spanKey = Symbol('plinth.graphql_span');
const scopeKey = Symbol('plinth.graphql_scope');

interface GraphqlMessage {
  readonly operationName?: string;
  readonly operationType?: string;
  readonly error?: unknown;
  /** Set when the result is known. Where no resolver returns a promise, that is at the end of the call itself. */
  readonly result?: unknown;
  [spanKey]?: Span;
  [scopeKey]?: ReturnType<ContextManager['attach']>;
}

/** Clients choose the names of operations. A longer name is cut to so many characters. */
const maxNameLength = 100;

const channel = 'tracing:graphql:execute';

export const graphql: PublishingLibrary = {
  name: 'graphql',
  channels: [channel],
  start,
  docs: {
    table: 'calls',
    from: '17.0',
    tested: '{graphql}',
    cells: ['one for each executed operation: type and name, never the document', '–'],
  },
};

function start(options: GraphqlTracingOptions): { shutdown: () => void } {
  const onStart = (message: GraphqlMessage): void => {
    const caller = trace.getSpan(context.active());
    if (caller !== undefined && isNotSampled(caller)) return;
    const { operationName, operationType } = message;
    const attributes: Attributes = {
      ...(operationType === undefined ? {} : { [attributeKeys.graphqlOperationType]: operationType }),
      ...(operationName === undefined ? {} : { [attributeKeys.graphqlOperationName]: operationName.slice(0, maxNameLength) }),
    };
    // The span is named by the type of the operation: there is no bound on names. Source: semantic conventions for GraphQL.
    const span = options.tracer.startSpan(operationType ?? 'GraphQL Operation', { kind: SpanKind.INTERNAL, attributes }, context.active());
    message[spanKey] = span;
    message[scopeKey] = options.contextManager.attach(trace.setSpan(context.active(), span));
  };
  // Work that resolvers began goes on in the context of the span. The caller gets its own context back.
  const onReturn = (message: GraphqlMessage): void => {
    message[scopeKey]?.dispose();
    if (message.result !== undefined || message.error !== undefined) endOperation(message);
  };
  return startChannelListeners(
    {
      [`${channel}:start`]: (message) => onStart(message as GraphqlMessage),
      [`${channel}:end`]: (message) => onReturn(message as GraphqlMessage),
      [`${channel}:asyncEnd`]: (message) => endOperation(message as GraphqlMessage),
    },
    options.onError,
  );
}

function endOperation(message: GraphqlMessage): void {
  const span = message[spanKey];
  if (span === undefined) return;
  delete message[spanKey];
  const error = message.error ?? readFirstError(message.result);
  if (error !== undefined) {
    // GraphQL wraps the error of a resolver. The error itself is inside.
    const cause = (error as { originalError?: unknown }).originalError ?? error;
    span.setAttribute(attributeKeys.errorType, errorTypeOf(cause));
    span.setStatus({ code: SpanStatusCode.ERROR });
    recordSpanException(span, cause);
  }
  span.end();
}

function readFirstError(result: unknown): unknown {
  const { errors, initialResult } = (result ?? {}) as { errors?: readonly unknown[]; initialResult?: { errors?: readonly unknown[] } };
  return (errors ?? initialResult?.errors)?.[0];
}
