// The schema of the load: how much telemetry there is, and for how long a backend may be away. Every size is computed from it.
import { z } from 'zod';
import { durationSchema } from '../core/duration.ts';

const rate = z.number().min(0);

const fields = {
  nodes: z.number().int().min(1).describe('Nodes of the cluster: agents, and what each of them carries.'),
  spansPerSecond: rate.describe('Spans a second at the peak, all services together.'),
  spansPerTrace: z.number().min(1),
  logLinesPerSecond: rate.describe('Log lines a second at the peak.'),
  series: rate.describe('Active metric series; with the scrape interval, data points a second.'),
  outage: durationSchema.describe('How long a backend may be away before anything is lost.'),
  bytesPerSpan: z.number().int().min(100),
  bytesPerLogLine: z.number().int().min(100),
  bytesPerPoint: z.number().int().min(20),
  itemsPerSecondPerCore: rate
    .min(1)
    .describe('Items a second that one core of a gateway carries. The default is a published figure: replace it by what you measured.'),
};

export const loadSchema = z
  .strictObject({
    nodes: fields.nodes.default(3),
    spansPerSecond: fields.spansPerSecond.default(1000),
    spansPerTrace: fields.spansPerTrace.default(10),
    logLinesPerSecond: fields.logLinesPerSecond.default(1000),
    series: fields.series.default(20_000),
    outage: fields.outage.prefault('15m'),
    bytesPerSpan: fields.bytesPerSpan.default(1000),
    bytesPerLogLine: fields.bytesPerLogLine.default(700),
    bytesPerPoint: fields.bytesPerPoint.default(200),
    // Splunk's sizing guide: 15,000 spans, 20,000 data points or 10,000 log records a second and core.
    itemsPerSecondPerCore: fields.itemsPerSecondPerCore.default(10_000),
  })
  .meta({ description: 'Expected load at the peak, and the outage that must be survived. Every size is computed from it.' });

/** What an environment says differently: no defaults, so that what it leaves out is the platform's. */
export const loadOverridesSchema = z.strictObject(fields).partial();

export type Load = z.infer<typeof loadSchema>;
