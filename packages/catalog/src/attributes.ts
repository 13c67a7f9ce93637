// The OpenTelemetry attribute keys that a Node service emits.

/**
 * Attribute keys by camelCase name.
 *
 * Source: https://opentelemetry.io/docs/specs/semconv/registry/attributes/ (one page per namespace), except where noted.
 */
export const attributeKeys = Object.freeze({
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/service/
  serviceName: 'service.name',
  serviceVersion: 'service.version',
  serviceNamespace: 'service.namespace',
  serviceInstanceId: 'service.instance.id',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/deployment/
  deploymentEnvironmentName: 'deployment.environment.name',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/telemetry/
  telemetrySdkName: 'telemetry.sdk.name',
  telemetrySdkLanguage: 'telemetry.sdk.language',
  telemetrySdkVersion: 'telemetry.sdk.version',
  telemetryDistroName: 'telemetry.distro.name',
  telemetryDistroVersion: 'telemetry.distro.version',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/host/
  hostName: 'host.name',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/process/
  processPid: 'process.pid',
  processRuntimeName: 'process.runtime.name',
  processRuntimeVersion: 'process.runtime.version',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/http/
  httpRequestMethod: 'http.request.method',
  httpRequestMethodOriginal: 'http.request.method_original',
  httpResponseStatusCode: 'http.response.status_code',
  httpRoute: 'http.route',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/url/
  urlScheme: 'url.scheme',
  urlPath: 'url.path',
  urlQuery: 'url.query',
  urlFull: 'url.full',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/server/
  serverAddress: 'server.address',
  serverPort: 'server.port',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/client/
  clientAddress: 'client.address',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/network/
  networkPeerAddress: 'network.peer.address',
  networkPeerPort: 'network.peer.port',
  networkProtocolVersion: 'network.protocol.version',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/user-agent/
  userAgentOriginal: 'user_agent.original',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/
  errorType: 'error.type',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/exception/
  exceptionType: 'exception.type',
  exceptionMessage: 'exception.message',
  exceptionStacktrace: 'exception.stacktrace',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/db/
  dbSystemName: 'db.system.name',
  dbNamespace: 'db.namespace',
  dbQueryText: 'db.query.text',
  dbOperationName: 'db.operation.name',
  dbOperationBatchSize: 'db.operation.batch.size',
  dbCollectionName: 'db.collection.name',
  dbResponseStatusCode: 'db.response.status_code',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/messaging/
  messagingSystem: 'messaging.system',
  messagingDestinationName: 'messaging.destination.name',
  messagingOperationName: 'messaging.operation.name',
  messagingOperationType: 'messaging.operation.type',
  messagingMessageId: 'messaging.message.id',
  messagingBatchMessageCount: 'messaging.batch.message_count',
  messagingConsumerGroupName: 'messaging.consumer.group.name',
  messagingDestinationPartitionId: 'messaging.destination.partition.id',
  messagingRabbitmqDestinationRoutingKey: 'messaging.rabbitmq.destination.routing_key',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/rpc/
  rpcSystemName: 'rpc.system.name',
  rpcMethod: 'rpc.method',
  rpcResponseStatusCode: 'rpc.response.status_code',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/graphql/
  graphqlOperationName: 'graphql.operation.name',
  graphqlOperationType: 'graphql.operation.type',
  // https://opentelemetry.io/docs/specs/semconv/registry/attributes/v8js/
  v8jsGcType: 'v8js.gc.type',
  v8jsHeapSpaceName: 'v8js.heap.space.name',
  // Plinth's own, spelled as in the log line.
  correlationId: 'correlation_id',
  plinthJobRetryCount: 'plinth.job.retry_count',
  plinthCallerCorrelationId: 'plinth.caller.correlation_id',
  plinthKeepReason: 'plinth.keep.reason',
  plinthKeepLost: 'plinth.keep.lost',
} as const);
