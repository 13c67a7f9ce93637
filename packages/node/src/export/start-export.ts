// All that leaves the process other than log lines: OTLP, what OTEL_CONFIG_FILE describes, and spans on the console.
import type { ServiceMetrics } from '../adoption/service-metrics.ts';
import type { StartedMetrics } from '../metrics/start-metrics.ts';
import type { Notices } from '../notices.ts';
import type { PlinthOptions } from '../options/options.ts';
import { readTlsFiles } from '../options/tls-files.ts';
import type { Redaction } from '../redaction/redact.ts';
import { sdkVersion } from '../resource/sdk-version.ts';
import type { SpanListener } from '../traces/ended-span.ts';
import { findProxyEnvironment } from '../workarounds/http-module.ts';
import { createConsoleListener } from './console-spans.ts';
import type { DeclaredSdk } from './declared-sdk.ts';
import { startExporters, type Exporters } from './exporters.ts';
import { systemClock } from './system-clock.ts';

export interface ExportParts {
  readonly options: PlinthOptions;
  readonly redaction: Redaction;
  readonly resource: Readonly<Record<string, string | number>>;
  readonly metrics: StartedMetrics;
  /** Metrics that the service makes itself. */
  readonly serviceMetrics: Pick<ServiceMetrics, 'refresh' | 'join'>;
  readonly notices: Notices;
  readonly declared: DeclaredSdk | undefined;
}

export interface StartedExport {
  readonly exporters: Exporters;
  /** Send spans, or print them. */
  readonly spanListeners: readonly SpanListener[];
}

export function startExport({ options, redaction, resource, metrics, serviceMetrics, notices, declared }: ExportParts): StartedExport {
  const { notify, tell } = notices;
  const exporters = startExporters({
    options,
    resource,
    scope: { name: '@plinth/node', version: sdkVersion },
    clock: systemClock,
    tls: readTlsFiles(options, (problem) => notify('node.variable_unusable', problem)),
    proxyEnv: findProxyEnvironment(),
    refreshMetrics: async () => void (await Promise.all([metrics.queues.refresh(), serviceMetrics.refresh()])),
    readMetrics: () => serviceMetrics.join(metrics.store.read()),
    events: {
      onFailure(signal, reason) {
        metrics.self.countExportError(signal, 'export_failed');
        notify('node.export_failed', { path: signal, message: reason });
      },
      onRecovery: (signal) => tell('telemetry is delivered again', { signal }),
      onRejected: (signal, count, message = 'no reason given') =>
        notify('node.export_rejected', { path: signal, message: `${count} records: ${message}` }),
      onQueueFull: (signal) => notify('node.export_queue_full', { path: signal, message: 'records are dropped' }),
    },
  });
  declared?.onDiagnostic((message) => notify('node.export_failed', { path: 'traces', message: redaction.redactText(message) }));
  const spanListeners = [
    ...(exporters.addSpan === undefined ? [] : [{ onEnd: exporters.addSpan }]),
    ...(options.traces.exporters.includes('console') ? [createConsoleListener((line) => void process.stdout.write(line))] : []),
  ];
  return { exporters, spanListeners };
}
