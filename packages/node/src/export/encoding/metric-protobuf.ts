// Metrics in protobuf, exemplars included. Source: opentelemetry/proto/metrics/v1/metrics.proto
import type { Exemplar, HistogramSeries, MetricSnapshot, SummarySeries, ValueSeries } from '../../metrics/metric-snapshot.ts';
import { toHrTime } from '../../traces/hr-time.ts';
import { buildAttributes } from './metric-attributes.ts';
import { writeAttributes } from './protobuf-attributes.ts';
import type { HrTime, ProtobufWriter } from './protobuf-writer.ts';

const cumulative = 2;

/** Writes the content of a Metric message. */
export function writeMetric(writer: ProtobufWriter, { definition, series }: MetricSnapshot, start: HrTime, time: HrTime): void {
  writer.string(1, definition.name);
  writer.string(2, definition.help);
  writer.string(3, definition.unit);
  const data = writer.begin(fieldOf[definition.type]);
  for (const one of series) {
    const point = writer.begin(1);
    if ('counts' in one) writeHistogramPoint(writer, one, buildAttributes(one.labels, definition), start, time);
    else if ('quantiles' in one) writeSummaryPoint(writer, one, buildAttributes(one.labels, definition), start, time);
    else writeNumberPoint(writer, one, buildAttributes(one.labels, definition), start, time);
    writer.end(point);
  }
  if (definition.type !== 'gauge' && definition.type !== 'summary') writer.uint(2, cumulative);
  if (definition.type === 'counter') writer.bool(3, true);
  writer.end(data);
}

const fieldOf = { gauge: 5, counter: 7, updowncounter: 7, histogram: 9, summary: 11 } as const;

type PointAttributes = Readonly<Record<string, string | number>>;

function writeNumberPoint(writer: ProtobufWriter, series: ValueSeries, attributes: PointAttributes, start: HrTime, time: HrTime): void {
  writer.time(2, start);
  writer.time(3, time);
  writer.double(4, series.value);
  if (series.exemplar !== undefined) writer.message(5, series.exemplar, writeExemplar);
  writeAttributes(writer, 7, attributes);
}

function writeHistogramPoint(
  writer: ProtobufWriter,
  series: HistogramSeries,
  attributes: PointAttributes,
  start: HrTime,
  time: HrTime,
): void {
  writer.time(2, start);
  writer.time(3, time);
  writer.fixed64(4, series.count);
  writer.double(5, series.sum);
  writer.packedFixed64(6, series.counts);
  writer.packedDouble(7, series.bounds);
  for (const exemplar of series.exemplars) if (exemplar !== null) writer.message(8, exemplar, writeExemplar);
  writeAttributes(writer, 9, attributes);
}

function writeSummaryPoint(writer: ProtobufWriter, series: SummarySeries, attributes: PointAttributes, start: HrTime, time: HrTime): void {
  writer.time(2, start);
  writer.time(3, time);
  writer.fixed64(4, series.count);
  writer.double(5, series.sum);
  for (const quantile of series.quantiles) writer.message(6, quantile, writeQuantile);
  writeAttributes(writer, 7, attributes);
}

function writeQuantile(writer: ProtobufWriter, [quantile, value]: readonly [number, number]): void {
  writer.double(1, quantile);
  writer.double(2, value);
}

function writeExemplar(writer: ProtobufWriter, exemplar: Exemplar): void {
  writer.time(2, toHrTime(exemplar.timestampMs));
  writer.double(3, exemplar.value);
  writer.hex(4, exemplar.spanId);
  writer.hex(5, exemplar.traceId);
}
