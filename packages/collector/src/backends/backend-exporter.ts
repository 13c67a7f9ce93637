// What a type of backend becomes. Each type has one file with a function of this shape, and `backends.ts` lists it.
import type { Backend, BackendType } from '@plinth/manifest';
import type { Exporter } from '../components/component.ts';
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

/** The exporter that reaches a backend, and what the exporter needs. The compiler refuses a type of exporter that the linter does not know. */
export interface BackendExporter extends Partial<Needs> {
  readonly exporter: Exporter;
}

export type BuildBackendExporter<Type extends BackendType> = (settings: BackendSettings<Type>) => BackendExporter;
