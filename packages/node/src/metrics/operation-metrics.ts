// Rate, errors and duration of operations: HTTP and gRPC in and out, queues, databases. The spans measure, and the same numbers are
// counted here.
import { context, trace, TraceFlags, type SpanContext } from '@opentelemetry/api';
import type { ActiveRequests, OperationObserver } from '../measure/operations.ts';
import type { Labels } from './label-guard.ts';
import type { Instrument, MetricStore } from './metric-store.ts';
import type { ExemplarLabels } from './metric-series.ts';
import { standardDefinition } from './standard-metrics.ts';

/** What every operation is measured by. */
interface Timed {
  readonly durationSeconds: number;
  readonly spanContext: SpanContext | undefined;
}

export function createOperationMetrics(store: MetricStore): OperationObserver {
  const serverDuration = store.instrument(standardDefinition('httpServerRequestDuration'));
  // A route that was called can fail. Its series of errors begins at zero, so that a scraper sees the first one.
  serverDuration.watchSeries((labels) => {
    if (labels['http_route'] === '' || isServerError(labels['http_response_status_code'] ?? '')) return;
    serverDuration.open({ ...labels, http_response_status_code: '500', error_type: '500' });
  });
  // Active requests are counted here and read at a scrape: two updates of a gauge would cost more than the histogram of the request.
  const active = new Map<string, ActiveRequests & { readonly labels: Labels }>();
  store.instrument(standardDefinition('httpServerActiveRequests'), (gauge) => {
    for (const { labels, count } of active.values()) gauge.record(count, labels);
  });
  const findActive = (method: string, scheme: string): ActiveRequests => {
    const key = `${method} ${scheme}`;
    let entry = active.get(key);
    if (entry === undefined) {
      entry = { labels: { http_request_method: method, url_scheme: scheme }, count: 0 };
      active.set(key, entry);
    }
    return entry;
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
      const entry = findActive(method, scheme);
      entry.count++;
      return entry;
    },
    endServerRequest(record, entry) {
      entry.count--;
      time(serverDuration, record, {
        http_request_method: record.method,
        http_response_status_code: textOf(record.statusCode),
        http_route: record.route ?? '',
        url_scheme: record.scheme,
        network_protocol_version: record.protocolVersion,
        // The span has the class of the exception. Here it would make the first error of each class a series that begins with one.
        error_type: record.statusCode !== undefined && record.statusCode >= 500 ? String(record.statusCode) : (record.errorType ?? ''),
      });
    },
    endClientRequest(record) {
      time(clientDuration, record, {
        http_request_method: record.method,
        http_response_status_code: textOf(record.statusCode),
        server_address: record.serverAddress,
        server_port: String(record.serverPort),
        error_type: record.errorType ?? '',
      });
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
      time(queryDuration, record, {
        db_system_name: record.system,
        db_namespace: record.namespace,
        db_operation_name: record.operation,
        error_type: record.errorType ?? '',
      });
    },
    endRpc(record) {
      const isServer = record.side === 'server';
      const address = isServer ? undefined : { server_address: record.serverAddress ?? '', server_port: textOf(record.serverPort) };
      time(isServer ? rpcServerDuration : rpcClientDuration, record, {
        rpc_system_name: record.system,
        rpc_method: record.method,
        rpc_response_status_code: record.statusCode,
        error_type: record.errorType ?? '',
        ...address,
      });
    },
  };
}

function isServerError(statusCode: string): boolean {
  return statusCode.startsWith('5');
}

/** Records how long an operation took, with its span as the exemplar. */
function time(histogram: Instrument, { durationSeconds, spanContext }: Timed, labels: Labels): void {
  histogram.record(durationSeconds, labels, toExemplar(spanContext));
}

/** A label's text. A number that is not known is an empty one. */
function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

/** The active span as exemplar labels. */
export function readActiveExemplar(): ExemplarLabels | undefined {
  const span = trace.getSpan(context.active());
  // A span that is not recorded has no exemplar, and need not make its ids.
  return span?.isRecording() === true ? toExemplar(span.spanContext()) : undefined;
}

/** The span as exemplar labels. Undefined where it is not sampled: an exemplar must lead to a trace that exists. */
function toExemplar(spanContext: SpanContext | undefined): ExemplarLabels | undefined {
  return spanContext === undefined || (spanContext.traceFlags & TraceFlags.SAMPLED) === 0
    ? undefined
    : { trace_id: spanContext.traceId, span_id: spanContext.spanId };
}
