// Rate, errors, duration of what crosses the process's border: HTTP and gRPC in and out, queue, database. Fed by the spans' own measurements.
import { context, trace, TraceFlags, type SpanContext } from '@opentelemetry/api';
import type { RequestObserver } from '../context/request-records.ts';
import type { Labels } from './label-guard.ts';
import type { ExemplarLabels, MetricStore } from './metric-store.ts';
import { standardDefinition } from './standard-metrics.ts';

export function createRequestMetrics(store: MetricStore): RequestObserver {
  const serverDuration = store.instrument(standardDefinition('httpServerRequestDuration'));
  // Counted beside the store and read at a scrape: two gauge updates for each request would cost more than its histogram.
  const active = new Map<string, { readonly labels: Labels; count: number }>();
  store.instrument(standardDefinition('httpServerActiveRequests'), (gauge) => {
    for (const { labels, count } of active.values()) gauge.record(count, labels);
  });
  const countActive = (method: string, scheme: string, step: 1 | -1): void => {
    const key = `${method} ${scheme}`;
    const entry = active.get(key);
    if (entry === undefined) active.set(key, { labels: { http_request_method: method, url_scheme: scheme }, count: step });
    else entry.count += step;
  };
  const clientDuration = store.instrument(standardDefinition('httpClientRequestDuration'));
  const processDuration = store.instrument(standardDefinition('messagingProcessDuration'));
  const sentMessages = store.instrument(standardDefinition('messagingClientSentMessages'));
  const consumedMessages = store.instrument(standardDefinition('messagingClientConsumedMessages'));
  const retries = store.instrument(standardDefinition('plinthQueueRetries'));
  const queryDuration = store.instrument(standardDefinition('dbClientOperationDuration'));

  const rpcServerDuration = store.instrument(standardDefinition('rpcServerCallDuration'));
  const rpcClientDuration = store.instrument(standardDefinition('rpcClientCallDuration'));

  return {
    startServerRequest(method, scheme) {
      countActive(method, scheme, 1);
    },
    endServerRequest(record) {
      countActive(record.method, record.scheme, -1);
      const labels = {
        http_request_method: record.method,
        http_response_status_code: String(record.statusCode),
        http_route: record.route ?? '',
        url_scheme: record.scheme,
        network_protocol_version: record.protocolVersion,
        error_type: record.errorType ?? '',
      };
      serverDuration.record(record.durationSeconds, labels, toExemplar(record.spanContext));
    },
    endClientRequest(record) {
      const labels = {
        http_request_method: record.method,
        http_response_status_code: record.statusCode === undefined ? '' : String(record.statusCode),
        server_address: record.serverAddress,
        server_port: String(record.serverPort),
        error_type: record.errorType ?? '',
      };
      clientDuration.record(record.durationSeconds, labels, toExemplar(record.spanContext));
    },
    endJob(record) {
      const labels = {
        messaging_system: record.system,
        messaging_destination_name: record.destination,
        messaging_operation_name: record.operation,
        error_type: record.errorType ?? '',
      };
      const exemplar = toExemplar(record.spanContext);
      if (record.operation === 'send') {
        sentMessages.record(record.messageCount, labels, exemplar);
      } else {
        consumedMessages.record(record.messageCount, labels, exemplar);
        processDuration.record(record.durationSeconds, labels, exemplar);
        if (record.isRetry) retries.record(1, labels, exemplar);
      }
    },
    endQuery(record) {
      const labels = {
        db_system_name: record.system,
        db_namespace: record.namespace,
        db_operation_name: record.operation,
        error_type: record.errorType ?? '',
      };
      queryDuration.record(record.durationSeconds, labels, record.spanContext && toExemplar(record.spanContext));
    },
    endRpc(record) {
      const labels = {
        rpc_system_name: record.system,
        rpc_method: record.method,
        rpc_response_status_code: record.statusCode,
        error_type: record.errorType ?? '',
        ...(record.side === 'server'
          ? undefined
          : { server_address: record.serverAddress ?? '', server_port: record.serverPort === undefined ? '' : String(record.serverPort) }),
      };
      const duration = record.side === 'server' ? rpcServerDuration : rpcClientDuration;
      duration.record(record.durationSeconds, labels, toExemplar(record.spanContext));
    },
  };
}

/** The active span as exemplar labels. */
export function readActiveExemplar(): ExemplarLabels | undefined {
  const spanContext = trace.getSpanContext(context.active());
  return spanContext && toExemplar(spanContext);
}

/** The span as exemplar labels, if it is sampled: an exemplar must lead to a trace that exists. */
function toExemplar(spanContext: SpanContext): ExemplarLabels | undefined {
  return (spanContext.traceFlags & TraceFlags.SAMPLED) === 0 ? undefined : { trace_id: spanContext.traceId, span_id: spanContext.spanId };
}
