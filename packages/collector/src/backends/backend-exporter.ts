// What is known of a type of backend. Each type has one file with a constant of this shape, and `backends.ts` lists it.
import type { Backend, BackendType } from '@plinth/manifest';
import type { ExporterTraits } from '../catalogue/exporter-traits.ts';
import type { Component } from '../components/component.ts';
import type { EnvReference } from '../components/config-value.ts';
import type { DeliverySettings } from '../components/delivery.ts';
import type { Needs } from '../components/needs.ts';

/** The keys of a backend in the manifest, by the value of its `type`. */
export type BackendByType = { readonly [Type in BackendType]: Extract<Backend, { type: Type }> };

export interface BackendSettings<Type extends BackendType = BackendType> {
  /** The name that the manifest gives the backend. Its exporter, its extensions and its variables have this name too. */
  readonly name: string;
  readonly backend: BackendByType[Type];
  readonly delivery: DeliverySettings;
  /** The address at which a scrape finds this process. */
  readonly host: EnvReference;
}

/** The exporter that reaches a backend, and what the exporter needs. */
export interface BackendExporter extends Partial<Needs> {
  readonly exporter: Component;
}

/** What a type of backend becomes, and what the linter knows of it. The manifest says which temporality its metrics must have. */
export interface BackendKnowledge<Type extends BackendType> {
  readonly build: (settings: BackendSettings<Type>) => BackendExporter;
  /** How the exporters that only this backend has deliver, by their type in its newest spelling. */
  readonly exporters?: Readonly<Record<string, ExporterTraits>>;
  /** Addresses at which such a backend takes metrics. */
  readonly metricAddresses?: RegExp;
}
