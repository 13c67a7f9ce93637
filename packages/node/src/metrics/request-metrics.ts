// Rate, errors, duration of what crosses the process's border: HTTP in and out, queue, database. Fed by the spans' own measurements.
import { context, trace, TraceFlags, type SpanContext } from '@opentelemetry/api';
import type { RequestObserver } from '../context/request-records.ts';
import type { ExemplarLabels, MetricStore } from './metric-store.ts';
import { standardDefinition } from './standard-metrics.ts';

export function createRequestMetrics(store: MetricStore): RequestObserver {
  const serverDuration = store.instrument(standardDefinition('httpServerRequestDuration'));
  const serverActive = store.instrument(standardDefinition('httpServerActiveRequests'));
  const clientDuration = store.instrument(standardDefinition('httpClientRequestDuration'));
  const processDuration = store.instrument(standardDefinition('messagingProcessDuration'));
  const sentMessages = store.instrument(standardDefinition('messagingClientSentMessages'));
  const consumedMessages = store.instrument(standardDefinition('messagingClientConsumedMessages'));
  const queryDuration = store.instrument(standardDefinition('dbClientOperationDuration'));

  return {
    startServerRequest(method, scheme) {
      serverActive.record(1, { http_request_method: method, url_scheme: scheme });
    },
    endServerRequest(record) {
      serverActive.record(-1, { http_request_method: record.method, url_scheme: record.scheme });
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
        sentMessages.record(1, labels, exemplar);
      } else {
        consumedMessages.record(1, labels, exemplar);
        processDuration.record(record.durationSeconds, labels, exemplar);
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
