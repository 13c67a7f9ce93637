import { because, type Component } from './component.ts';
import type { EnvReference } from './config-value.ts';
import { buildDelivery, type DeliverySettings } from './delivery.ts';
import type { ClientTls } from './tls.ts';

export interface ClickhouseSettings {
  readonly name: string;
  readonly endpoint: string;
  readonly database: string;
  readonly username?: EnvReference | undefined;
  readonly password?: EnvReference | undefined;
  readonly tls?: ClientTls | undefined;
  readonly delivery: DeliverySettings;
}

export function buildClickhouseExporter(settings: ClickhouseSettings): Component {
  const { name, endpoint, database, username, password, tls, delivery } = settings;
  const { config, reasons } = buildDelivery(delivery);
  return {
    kind: 'exporter',
    type: 'clickhouse',
    name,
    config: { endpoint, database, username, password, tls, create_schema: false, ...config },
    reasons: [because('create_schema', 'Replicas that create tables race each other; the schema is a migration of its own.'), ...reasons],
  };
}
