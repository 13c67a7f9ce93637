// What can be configured, once: the shape that the stages receive. `variables.ts` says where each value comes from.
import type { EventLevel } from '@plinth/catalog';
import type { Problem } from '../errors.ts';
import type { RedactionAction } from './redaction-action.ts';

export const trustLevels = ['trusted', 'untrusted'] as const;
/** Whether a caller's trace, baggage and correlation id are taken over. */
export type Trust = (typeof trustLevels)[number];

/** Trust in the callers of each port that the service listens on. */
export interface InboundTrust {
  readonly ports: Readonly<Record<number, Trust>>;
  /** Trust in the callers of ports that are not listed. */
  readonly otherwise: Trust;
}

export interface SamplingRatios {
  readonly byEnvironment: ReadonlyMap<string, number>;
  /** The ratio of an environment that is not listed. */
  readonly otherwise: number;
}

/** The first two are built in. The others come from packages of OpenTelemetry that are installed beside the service. */
export const propagatorNames = ['tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'xray', 'xray-lambda', 'ottrace'] as const;
export type PropagatorName = (typeof propagatorNames)[number];

/** What a service brings itself and the SDK adopts, by the value of PLINTH_ADOPT. */
export const adoptionNames = ['winston', 'pino', 'bunyan', 'nest', 'prom-client', 'opentelemetry', 'console'] as const;
export type AdoptionName = (typeof adoptionNames)[number];

export type Signal = 'traces' | 'metrics' | 'logs';

export interface OtlpOptions {
  /** The full URL of the signal's endpoint. For gRPC it is the server: `http://host:port`, `https://host:port` or `unix:<path>`. */
  readonly url: string;
  readonly protocol: 'http/protobuf' | 'http/json' | 'grpc';
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds for one export. */
  readonly timeoutMs: number;
  readonly compression: 'gzip' | 'none';
  /** Files in PEM: authorities to trust, and for mutual TLS the client's key and certificate. */
  readonly tls: { readonly ca: TlsFile | undefined; readonly key: TlsFile | undefined; readonly cert: TlsFile | undefined };
}

export interface TlsFile {
  readonly path: string;
  /** The variable that names the file. */
  readonly variable: string;
}

export interface BatchOptions {
  /** Milliseconds between two exports. */
  readonly delayMs: number;
  /** Milliseconds for one export. */
  readonly timeoutMs: number;
  /** So many records wait at most. When the queue is full, a new record is dropped and counted. */
  readonly maxQueueSize: number;
  readonly maxBatchSize: number;
}

export type SamplerOptions =
  | { readonly type: 'always_on' | 'always_off' | 'parentbased_always_on' | 'parentbased_always_off' }
  | { readonly type: 'traceidratio' | 'parentbased_traceidratio'; readonly ratio: number };

export interface PlinthOptions {
  /** Whether everything is off but the logger on stdout. */
  readonly disabled: boolean;
  /** The file of OpenTelemetry's declarative configuration. It decides about traces. */
  readonly configFile: string | undefined;
  readonly service: {
    readonly name: string;
    readonly version: string | undefined;
    readonly instanceId: string | undefined;
    readonly environment: string;
  };
  /** Further resource attributes, as given by OTEL_RESOURCE_ATTRIBUTES. */
  readonly resourceAttributes: Readonly<Record<string, string>>;
  readonly propagators: readonly PropagatorName[];
  readonly logs: {
    readonly level: EventLevel;
    readonly exporters: readonly ('console' | 'otlp')[];
    /** Baggage keys that are copied to log lines. */
    readonly baggageKeys: readonly string[];
    /** So many bytes wait for stdout at most. Further lines are dropped and counted. */
    readonly bufferBytes: number;
    readonly otlp: OtlpOptions;
    readonly batch: BatchOptions;
  };
  readonly traces: {
    readonly exporters: readonly ('otlp' | 'console')[];
    readonly sampler: SamplerOptions;
    readonly otlp: OtlpOptions;
    readonly batch: BatchOptions;
    readonly limits: {
      readonly attributeCount: number;
      readonly attributeValueLength: number;
      readonly eventCount: number;
      readonly linkCount: number;
      readonly eventAttributeCount: number;
      readonly linkAttributeCount: number;
    };
  };
  readonly metrics: {
    readonly exporters: readonly ('prometheus' | 'otlp')[];
    readonly otlp: OtlpOptions;
    /** Milliseconds between two pushes. */
    readonly intervalMs: number;
    readonly timeoutMs: number;
  };
  /** So many bytes of encoded records wait for one signal at most. Further records are dropped and counted. */
  readonly exportQueueBytes: number;
  /** Hosts that receive baggage and the correlation id, beside loopback and same-cluster names. */
  readonly propagationHosts: readonly string[];
  /** Paths whose requests are neither traced nor counted: exact ones, or `/prefix*`. */
  readonly ignoredPaths: readonly string[];
  readonly inboundTrust: InboundTrust;
  /** Loggers, registries and providers of the service that are adopted. Empty where the SDK is disabled. */
  readonly adopted: readonly AdoptionName[];
  readonly redaction: {
    /** Field, attribute and query keys that are never redacted by their name. */
    readonly allowKeys: readonly string[];
    readonly action: RedactionAction;
    /** The key is given where `action` is `hash`. */
    readonly hashKey: string | undefined;
  };
  /** How much of a request may wait until it is known how the request ends. Undefined where nothing waits. */
  readonly keepOnError: { readonly requestBytes: number; readonly totalBytes: number; readonly slowMs: number } | undefined;
  /** Without a token nothing can be changed through the admin port. */
  readonly admin: {
    /** The port is opened on each of these addresses. */
    readonly hosts: readonly string[];
    readonly port: number;
    /** Whether somebody chose the port. Then no other port takes its place. */
    readonly isPortGiven: boolean;
    readonly token: string | undefined;
  };
  /** Whether the process is not ready before it does its work: before a server of its own listens, or before it consumes a queue. */
  readonly readyWaitsForWork: boolean;
  /** Milliseconds from the first signal to the end of the process. */
  readonly shutdownTimeoutMs: number;
  /** Values of OTEL_* variables that cannot be used. Who sets these variables is often not who runs the service: they stop nothing. */
  readonly unusable: readonly Problem[];
}
