// The list of all kinds of backend. A new kind is a file beside this one, a line in each list here, and a file of the same name in the collector's backends.
import { z } from 'zod';
import type { BackendKind } from './backend-kind.ts';
import { clickhouse } from './clickhouse.ts';
import { datadog } from './datadog.ts';
import { dynatrace } from './dynatrace.ts';
import { elasticCloud } from './elastic-cloud.ts';
import { elasticsearch } from './elasticsearch.ts';
import { grafanaCloud } from './grafana-cloud.ts';
import { honeycomb } from './honeycomb.ts';
import { jaeger } from './jaeger.ts';
import { kafka } from './kafka.ts';
import { loki } from './loki.ts';
import { mimir } from './mimir.ts';
import { newRelic } from './new-relic.ts';
import { otlp } from './otlp.ts';
import { prometheus } from './prometheus.ts';
import { prometheusScrape } from './prometheus-scrape.ts';
import { splunk } from './splunk.ts';
import { tempo } from './tempo.ts';

export type { BackendAuth, BackendTls } from './connection.ts';

/** What each kind of backend takes, by the value of its `type`. */
export const backendTypes = {
  otlp,
  prometheus,
  prometheus_scrape: prometheusScrape,
  mimir,
  loki,
  tempo,
  jaeger,
  elasticsearch,
  clickhouse,
  kafka,
  grafana_cloud: grafanaCloud,
  honeycomb,
  datadog,
  new_relic: newRelic,
  dynatrace,
  splunk,
  elastic_cloud: elasticCloud,
} as const satisfies Readonly<Record<string, BackendKind>>;

export type BackendType = keyof typeof backendTypes;

export const backendSchema = z
  .discriminatedUnion('type', [
    otlp.schema,
    prometheus.schema,
    prometheusScrape.schema,
    mimir.schema,
    loki.schema,
    tempo.schema,
    jaeger.schema,
    elasticsearch.schema,
    clickhouse.schema,
    kafka.schema,
    grafanaCloud.schema,
    honeycomb.schema,
    datadog.schema,
    newRelic.schema,
    dynatrace.schema,
    splunk.schema,
    elasticCloud.schema,
  ])
  .meta({ description: 'A backend. `type` decides which other keys it has.' });

export type Backend = z.infer<typeof backendSchema>;
