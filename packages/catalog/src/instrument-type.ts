/** How a metric is measured, in OpenTelemetry's terms. An up-down counter and a gauge are both gauges in Prometheus. */
export type InstrumentType = 'counter' | 'updowncounter' | 'gauge' | 'histogram';

export const instrumentTypes: readonly string[] = ['counter', 'updowncounter', 'gauge', 'histogram'] satisfies InstrumentType[];
