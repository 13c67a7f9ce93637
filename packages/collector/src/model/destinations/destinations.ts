// A destination is a backend of the manifest as one tier reaches it: an exporter with a queue that lasts for the outage, and what it needs.
import { backendTypes, type Backend } from '@plinth/manifest';
import { buildBackendExporter } from '../../backends/backends.ts';
import type { Signal } from '../../catalogue/component-kind.ts';
import { because, type Component } from '../../components/component.ts';
import type { Needs } from '../../components/needs.ts';
import type { NamedBackend } from '../environment-input.ts';
import type { ProcessPlace } from '../process-place.ts';
import type { Sizes } from '../sizing.ts';
import { buildQueue } from './queue.ts';

export const temporalities = ['cumulative', 'delta'] as const;

export type Temporality = (typeof temporalities)[number];

export interface Destination extends Needs {
  readonly exporter: Component;
  readonly signals: readonly Signal[];
  /** The temporality of the metrics that the backend takes. */
  readonly temporality: Temporality;
}

export function buildDestinations(backends: readonly NamedBackend[], sizes: Sizes, place: ProcessPlace): readonly Destination[] {
  return backends.map((backend) => buildDestination(backend, sizes, place));
}

function buildDestination({ name, backend, signals }: NamedBackend, sizes: Sizes, { host }: ProcessPlace): Destination {
  const settings = { name, backend, delivery: buildQueue(signals, sizes), host };
  const { exporter, extensions = [], variables = [], secretFiles = [], ports = [] } = buildBackendExporter(backend.type, settings);
  const reasons = [because('', `From backends.${name}.`), ...exporter.reasons.filter(({ path }) => path.length > 0)];
  return {
    exporter: { ...exporter, reasons },
    signals,
    temporality: temporalityOf(backend),
    extensions,
    variables,
    secretFiles,
    ports,
  };
}

/** The signals of each queue. What is scraped has no queue. */
export function findQueues(backends: readonly NamedBackend[]): readonly (readonly Signal[])[] {
  return backends.filter(({ backend }) => backend.type !== 'prometheus_scrape').map(({ signals }) => signals);
}

/** The exporters of a signal. A temporality is asked for metrics alone. */
export function exportersFor(destinations: readonly Destination[], signal: Signal, temporality?: Temporality): readonly Component[] {
  return destinations
    .filter((one) => one.signals.includes(signal) && (temporality === undefined || one.temporality === temporality))
    .map(({ exporter }) => exporter);
}

/** Whether a backend takes metrics of this temporality. */
export function needsTemporality(backends: readonly NamedBackend[], wanted: Temporality): boolean {
  return backends.some(({ backend, signals }) => signals.includes('metrics') && temporalityOf(backend) === wanted);
}

function temporalityOf({ type }: Backend): Temporality {
  return backendTypes[type].temporality ?? 'cumulative';
}
