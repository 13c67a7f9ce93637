// The data points of a decoded metric, with their exemplars.
import { buildAttributes } from './attributes.ts';
import { buildSpanId, buildTraceId } from './id.ts';
import { buildBigInt, buildInteger } from './integer.ts';
import type { Message } from './schema.ts';
import type {
  DataPoint,
  Exemplar,
  ExponentialBuckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  Integer,
  NumberPoint,
  SummaryPoint,
} from './types.ts';

type Exemplars = readonly Message<'Exemplar'>[] | null | undefined;

export function buildNumberPoint(point: Message<'NumberDataPoint'>, where: () => string): NumberPoint {
  return { ...buildDataPoint(point), value: buildNumber(point), exemplars: buildExemplars(point.exemplars, where) };
}

export function buildHistogramPoint(point: Message<'HistogramDataPoint'>, where: () => string): HistogramPoint {
  return {
    ...buildDataPoint(point),
    ...buildTotals(point),
    bucketCounts: (point.bucketCounts ?? []).map(buildInteger),
    explicitBounds: [...(point.explicitBounds ?? [])],
    exemplars: buildExemplars(point.exemplars, where),
  };
}

export function buildExponentialHistogramPoint(
  point: Message<'ExponentialHistogramDataPoint'>,
  where: () => string,
): ExponentialHistogramPoint {
  return {
    ...buildDataPoint(point),
    ...buildTotals(point),
    scale: point.scale ?? 0,
    zeroCount: buildInteger(point.zeroCount),
    zeroThreshold: point.zeroThreshold ?? 0,
    positive: buildBuckets(point.positive),
    negative: buildBuckets(point.negative),
    exemplars: buildExemplars(point.exemplars, where),
  };
}

export function buildSummaryPoint(point: Message<'SummaryDataPoint'>): SummaryPoint {
  return {
    ...buildDataPoint(point),
    count: buildInteger(point.count),
    sum: point.sum ?? 0,
    quantiles: (point.quantileValues ?? []).map(({ quantile, value }) => ({ quantile: quantile ?? 0, value: value ?? 0 })),
  };
}

function buildDataPoint(point: Pick<Message<'NumberDataPoint'>, 'attributes' | 'startTimeUnixNano' | 'timeUnixNano' | 'flags'>): DataPoint {
  return {
    attributes: buildAttributes(point.attributes),
    startTimeUnixNano: buildBigInt(point.startTimeUnixNano),
    timeUnixNano: buildBigInt(point.timeUnixNano),
    flags: point.flags ?? 0,
  };
}

function buildTotals(
  point: Pick<Message<'HistogramDataPoint'>, 'count' | 'sum' | 'min' | 'max'>,
): Pick<HistogramPoint, 'count' | 'sum' | 'min' | 'max'> {
  return {
    count: buildInteger(point.count),
    sum: point.sum ?? undefined,
    min: point.min ?? undefined,
    max: point.max ?? undefined,
  };
}

function buildNumber({ asInt, asDouble }: Pick<Message<'NumberDataPoint'>, 'asInt' | 'asDouble'>): Integer | undefined {
  return asInt === null || asInt === undefined ? (asDouble ?? undefined) : buildInteger(asInt);
}

function buildBuckets(buckets: Message<'Buckets'> | null | undefined): ExponentialBuckets {
  return { offset: buckets?.offset ?? 0, bucketCounts: (buckets?.bucketCounts ?? []).map(buildInteger) };
}

function buildExemplars(exemplars: Exemplars, where: () => string): readonly Exemplar[] {
  return (exemplars ?? []).map((exemplar, i) => {
    const place = (): string => `${where()}.exemplars[${i}]`;
    return {
      timeUnixNano: buildBigInt(exemplar.timeUnixNano),
      value: buildNumber(exemplar),
      traceId: buildTraceId(exemplar.traceId, place) || undefined,
      spanId: buildSpanId(exemplar.spanId, place) || undefined,
      filteredAttributes: buildAttributes(exemplar.filteredAttributes),
    };
  });
}
