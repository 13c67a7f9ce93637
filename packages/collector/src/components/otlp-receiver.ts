import { because, type Component } from './component.ts';
import type { ConfigValue, Template } from './config-value.ts';
import type { ServerTls } from './tls.ts';

export interface OtlpReceiverSettings {
  readonly name?: string;
  readonly grpcEndpoint: string | Template;
  readonly httpEndpoint?: string | Template;
  readonly tls?: ServerTls | undefined;
  /** Several of these stand behind one address: connections must end, or new ones never get any. */
  readonly balanced: boolean;
  readonly bindingReason: string;
}

export function buildOtlpReceiver(settings: OtlpReceiverSettings): Component {
  const { name, grpcEndpoint, httpEndpoint, tls, balanced, bindingReason } = settings;
  const keepalive: ConfigValue = balanced
    ? { server_parameters: { max_connection_age: '2m', max_connection_age_grace: '30s' } }
    : undefined;
  return {
    kind: 'receiver',
    type: 'otlp',
    ...(name && { name }),
    config: {
      protocols: {
        grpc: { endpoint: grpcEndpoint, max_recv_msg_size_mib: 16, tls, keepalive },
        http: httpEndpoint === undefined ? undefined : { endpoint: httpEndpoint, tls },
      },
    },
    reasons: [
      because('protocols.grpc.endpoint', bindingReason),
      because('protocols.grpc.max_recv_msg_size_mib', 'The default of 4 MiB refuses large batches, and a sender cannot make them smaller.'),
      ...(balanced
        ? [
            because(
              'protocols.grpc.keepalive',
              'A gRPC connection stays with the replica that it found first: ended now and then, load follows the replicas.',
            ),
          ]
        : []),
    ],
  };
}
