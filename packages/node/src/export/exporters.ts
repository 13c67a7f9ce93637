// Everything that leaves by OTLP. Each signal that the options name has a pipeline over a connection of its own.
import type { Attributes } from '@opentelemetry/api';
import type { LedgerEntry } from '../ledger/ledger.ts';
import type { OtlpLogRecord } from '../logs/otlp.ts';
import type { MetricSnapshot } from '../metrics/metric-snapshot.ts';
import type { BatchOptions, OtlpOptions, PlinthOptions, Signal } from '../options/options.ts';
import type { EndedSpan } from '../traces/ended-span.ts';
import { createBatchPipeline, type BatchPipeline } from './batch-pipeline.ts';
import { createDelivery, type Delivery, type DeliveryClock } from './transport/delivery.ts';
import { createJsonEncoding, createProtobufEncoding, type Encoding, type EncodingOptions, type Scope } from './encoding/encoding.ts';
import { deliverAtExit } from './exit/exit-delivery.ts';
import { startMetricPipeline, type MetricPipeline } from './metric-pipeline.ts';
import { proxyVariables, type PendingRequest, type ProxyEnv, type TlsFiles, type TransportOptions } from './transport/transport.ts';
import { createTransport } from './transport/transports.ts';

export interface ExportersOptions {
  readonly options: PlinthOptions;
  readonly resource: Attributes;
  readonly scope: Scope;
  readonly clock: DeliveryClock;
  readonly tls: Readonly<Record<Signal, TlsFiles>>;
  /** The environment that Node takes proxies from. Undefined where it uses none. */
  readonly proxyEnv?: ProxyEnv | undefined;
  readonly refreshMetrics: () => Promise<void>;
  readonly readMetrics: () => readonly MetricSnapshot[];
  readonly events: ExportEvents;
}

/** What an operator wants to know. Each function is called as it happens. */
export interface ExportEvents {
  readonly onFailure: (signal: Signal, reason: string) => void;
  readonly onRecovery: (signal: Signal) => void;
  readonly onRejected: (signal: Signal, count: number, message: string | undefined) => void;
  readonly onQueueFull: (signal: Signal) => void;
}

export interface ExporterState {
  readonly signal: Signal;
  readonly protocol: OtlpOptions['protocol'];
  /** The URL without credentials. */
  readonly endpoint: string;
  /** How many attempts have failed since the last success. */
  readonly failures: number;
  /** Whether no Collector answered the last attempt. */
  readonly isUnanswered: boolean;
  readonly lastFailure: string | undefined;
}

export interface Exporters {
  readonly addSpan: ((span: EndedSpan) => void) | undefined;
  readonly addLog: ((record: OtlpLogRecord) => void) | undefined;
  /** Resolves to the signals that have something left. */
  flush(timeoutMs: number): Promise<readonly Signal[]>;
  /** Blocks until what is left is delivered or `timeoutMs` is over; returns how many records were not. */
  flushSync(timeoutMs: number): number;
  states(): readonly ExporterState[];
  /** Accounts of the records that were handed over. */
  ledger(): readonly LedgerEntry[];
}

interface Channel {
  readonly signal: Signal;
  readonly transport: TransportOptions;
  readonly delivery: Delivery;
  readonly encoding: Encoding;
  lastFailure: string | undefined;
}

interface Running {
  readonly channel: Channel;
  readonly pipeline: { flush(timeoutMs: number): Promise<boolean>; takePending(): readonly PendingRequest[] };
  readonly read: () => LedgerEntry;
}

export function startExporters(settings: ExportersOptions): Exporters {
  const { options, clock, events } = settings;
  const startMs = Date.now();
  // A thread gets it at the exit: the other variables are none of its business.
  const proxyEnv = settings.proxyEnv && Object.fromEntries(proxyVariables.map((name) => [name, settings.proxyEnv?.[name]]));
  const running: Running[] = [];

  const open = (signal: Signal, { otlp, timeoutMs }: { readonly otlp: OtlpOptions; readonly timeoutMs: number }): Channel => {
    const encoding = createEncoding(otlp.protocol, settings);
    const { protocol, url, headers, compression } = otlp;
    const { contentType } = encoding;
    const transport = { signal, protocol, url, headers, compression, contentType, tls: settings.tls[signal], proxyEnv };
    const delivery = createDelivery({
      transport: createTransport(transport),
      timeoutMs: Math.min(otlp.timeoutMs, timeoutMs),
      clock,
      onFailure(reason) {
        channel.lastFailure = reason;
        events.onFailure(signal, reason);
      },
      onRecovery: () => events.onRecovery(signal),
    });
    const channel: Channel = { signal, transport, delivery, encoding, lastFailure: undefined };
    return channel;
  };

  const startBatches = <T>(
    signal: 'traces' | 'logs',
    { otlp, batch }: { readonly otlp: OtlpOptions; readonly batch: BatchOptions },
    encode: (encoding: Encoding, record: T) => ReturnType<Encoding['log']>,
  ): ((record: T) => void) => {
    const channel = open(signal, { otlp, timeoutMs: batch.timeoutMs });
    const pipeline: BatchPipeline<T> = createBatchPipeline<T>({
      encode: (record) => encode(channel.encoding, record),
      buildRequest: (records) => channel.encoding.request(signal, records),
      delivery: channel.delivery,
      clock,
      delayMs: batch.delayMs,
      maxQueueSize: batch.maxQueueSize,
      maxQueueBytes: options.exportQueueBytes,
      maxBatchSize: batch.maxBatchSize,
      onRejected: (count, message) => events.onRejected(signal, count, message),
      onQueueFull: () => events.onQueueFull(signal),
    });
    running.push({ channel, pipeline, read: () => buildBatchEntry(signal, pipeline) });
    return pipeline.add;
  };

  const { traces, logs, metrics } = options;
  const addSpan = traces.exporters.includes('otlp')
    ? startBatches<EndedSpan>('traces', traces, (encoding, span) => encoding.span(span))
    : undefined;
  const addLog = logs.exporters.includes('otlp')
    ? startBatches<OtlpLogRecord>('logs', logs, (encoding, record) => encoding.log(record))
    : undefined;
  if (metrics.exporters.includes('otlp')) {
    const channel = open('metrics', metrics);
    const { encoding, delivery } = channel;
    const pipeline = startMetricPipeline({
      refresh: settings.refreshMetrics,
      read: settings.readMetrics,
      encode: (metric) => encoding.metric(metric, startMs, Date.now()),
      buildRequest: (records) => encoding.request('metrics', records),
      delivery,
      clock,
      intervalMs: metrics.intervalMs,
      onRejected: (count, message) => events.onRejected('metrics', count, message),
    });
    running.push({ channel, pipeline, read: () => buildMetricEntry(pipeline) });
  }

  return {
    addSpan,
    addLog,
    async flush(timeoutMs) {
      const sent = await Promise.all(running.map(({ pipeline }) => pipeline.flush(timeoutMs)));
      return running.filter((_, index) => sent[index] !== true).map(({ channel }) => channel.signal);
    },
    flushSync: (timeoutMs) =>
      deliverAtExit(
        running.map(({ channel, pipeline }) => ({ transport: channel.transport, requests: pipeline.takePending() })),
        timeoutMs,
      ),
    states: () =>
      running.map(({ channel: { signal, transport, delivery, lastFailure } }) => ({
        signal,
        protocol: transport.protocol,
        endpoint: hideCredentials(transport.url),
        failures: delivery.failures,
        isUnanswered: delivery.isUnanswered,
        lastFailure,
      })),
    ledger: () => running.map(({ read }) => read()),
  };
}

function createEncoding(protocol: OtlpOptions['protocol'], options: EncodingOptions): Encoding {
  if (protocol === 'http/json') return createJsonEncoding(options);
  return createProtobufEncoding(options);
}

function buildBatchEntry(signal: Signal, pipeline: BatchPipeline<never>): LedgerEntry {
  const { accepted, exported, dropped, queued, exporting } = pipeline.counts();
  return { signal, sink: 'otlp', created: accepted, exported, sampledOut: 0, dropped: { ...dropped }, inFlight: queued + exporting };
}

function buildMetricEntry(pipeline: MetricPipeline): LedgerEntry {
  const { created, exported, dropped, exporting } = pipeline.counts();
  return { signal: 'metrics', sink: 'otlp', created, exported, sampledOut: 0, dropped: { ...dropped }, inFlight: exporting };
}

function hideCredentials(url: string): string {
  if (url.startsWith('unix:')) return url;
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
