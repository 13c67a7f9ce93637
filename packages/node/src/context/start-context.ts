// Makes the SDK's contexts the ones of the OpenTelemetry API: which context is active, what is taken over, what is carried on.
import { context, propagation } from '@opentelemetry/api';
import { headerNames } from '@plinth/catalog';
import type { Problem } from '../errors.ts';
import type { PlinthOptions } from '../options/options.ts';
import type { Redaction } from '../redaction/redact.ts';
import { ContextManager } from './context-manager.ts';
import { createCorrelationIdRule, type AcceptsCorrelationId } from './correlation.ts';
import { createContextExtractor, type ExtractContext } from './inbound.ts';
import { createPropagator } from './propagation.ts';

export interface StartedContext {
  readonly contextManager: ContextManager;
  readonly acceptsCorrelationId: AcceptsCorrelationId;
  readonly extractContext: ExtractContext;
}

/**
 * `declaredHeaders`: the headers of the propagators that another SDK has registered; undefined where there is none.
 * `onMissing` is told of a propagator whose package is not installed.
 */
export function startContext(
  options: Pick<PlinthOptions, 'inboundTrust' | 'propagators'>,
  redaction: Redaction,
  declaredHeaders: readonly string[] | undefined,
  onMissing: (problem: Problem) => void,
): StartedContext {
  const contextManager = new ContextManager().enable();
  context.setGlobalContextManager(contextManager);
  const acceptsCorrelationId = createCorrelationIdRule(redaction);
  const otherHeaders = registerPropagator(options.propagators, redaction, acceptsCorrelationId, declaredHeaders, onMissing);
  const extractContext = createContextExtractor(options.inboundTrust, acceptsCorrelationId, otherHeaders);
  return { contextManager, acceptsCorrelationId, extractContext };
}

/** Registers our propagator, and returns the headers beside W3C's in which a context is found. */
function registerPropagator(
  configured: PlinthOptions['propagators'],
  redaction: Redaction,
  accepts: AcceptsCorrelationId,
  declaredHeaders: readonly string[] | undefined,
  onMissing: (problem: Problem) => void,
): readonly string[] {
  const otherHeaders = declaredHeaders?.filter((name) => !w3cHeaders.has(name)) ?? [];
  // Other headers can be read by the declared propagators only: those stay. W3C's headers alone are ours, for our baggage is redacted.
  if (otherHeaders.length > 0) return otherHeaders;
  propagation.disable();
  const names =
    declaredHeaders === undefined ? configured : w3cPropagators.filter((name) => declaredHeaders.includes(headerNames[carriers[name]]));
  const created = createPropagator(names, redaction, accepts, (name, packageName, reason) =>
    onMissing({ path: name, message: `${packageName}: ${reason}` }),
  );
  propagation.setGlobalPropagator(created.propagator);
  return created.otherHeaders;
}

const carriers = { tracecontext: 'traceparent', baggage: 'baggage' } as const;
const w3cPropagators = ['tracecontext', 'baggage'] as const;
const w3cHeaders = new Set(['traceparent', 'tracestate', 'baggage']);
