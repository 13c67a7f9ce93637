// One export request, written down as OTLP/JSON, in both encodings.
import { renderProtobuf } from '../decode-protobuf.ts';
import { requestMessage, schema } from '../schema.ts';
import type { FieldSchema, Message, MessageName } from '../schema.ts';
import type { Encoding, Signal } from '../types.ts';

type Json = Readonly<Record<string, unknown>>;

export function buildBodies(signal: Signal, request: Json): Readonly<Record<Encoding, Buffer>> {
  return { json: Buffer.from(JSON.stringify(request)), protobuf: buildMessageBytes(requestMessage[signal], request) };
}

export function buildMessageBytes(name: MessageName, message: Json): Buffer {
  return Buffer.from(renderProtobuf(name, buildMessage(name, message) as Message<typeof name>));
}

function buildMessage(name: MessageName, message: Json): Json {
  const fields: Readonly<Record<string, FieldSchema>> = schema[name];
  return Object.fromEntries(
    Object.entries(message).map(([key, value]) => {
      const type = fields[key]?.[1] ?? 'string';
      return [key, Array.isArray(value) ? value.map((item: unknown) => buildValue(type, item)) : buildValue(type, value)];
    }),
  );
}

function buildValue(type: string, value: unknown): unknown {
  if (Object.hasOwn(schema, type)) return buildMessage(type as MessageName, value as Json);
  if (type === 'traceId' || type === 'spanId') return Buffer.from(String(value), 'hex');
  if (type === 'bytes') return Buffer.from(String(value), 'base64');
  return type === 'double' ? Number(value) : value;
}

/** An attribute in OTLP/JSON. */
export function attribute(key: string, value: Json): Json {
  return { key, value };
}

/** A trace request with one span of these fields. */
export function requestOfSpan(span: Json): Json {
  return { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
}

/** A trace request with one span that has these attributes. */
export function requestOfAttributes(attributes: readonly Json[]): Json {
  return requestOfSpan({ attributes });
}

export const TRACE_ID = '5b8efff798038103d269b633813fc60c';
export const SPAN_ID = 'eee19b7ec3c1b174';

/** A span with every field set. */
export const fullSpan: Json = {
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  traceState: 'vendor=1',
  parentSpanId: 'eee19b7ec3c1b173',
  flags: 257,
  name: 'GET /orders/{id}',
  kind: 2,
  startTimeUnixNano: '1544712660000000001',
  endTimeUnixNano: '1544712661000000002',
  attributes: [attribute('http.route', { stringValue: '/orders/{id}' })],
  droppedAttributesCount: 1,
  events: [
    {
      timeUnixNano: '1544712660500000003',
      name: 'exception',
      attributes: [attribute('exception.type', { stringValue: 'TypeError' })],
      droppedAttributesCount: 2,
    },
  ],
  droppedEventsCount: 3,
  links: [
    {
      traceId: '0123456789abcdef0123456789abcdef',
      spanId: '0123456789abcdef',
      traceState: 'a=b',
      flags: 1,
      attributes: [attribute('n', { intValue: '7' })],
      droppedAttributesCount: 4,
    },
  ],
  droppedLinksCount: 5,
  status: { code: 2, message: 'no such order' },
};

/** A trace request with every field set. */
export const fullTraces: Json = {
  resourceSpans: [
    {
      resource: { attributes: [attribute('service.name', { stringValue: 'orders' })], droppedAttributesCount: 6 },
      schemaUrl: 'https://opentelemetry.io/schemas/1.38.0',
      scopeSpans: [
        {
          scope: { name: 'http', version: '1.2.3', attributes: [attribute('s', { boolValue: true })], droppedAttributesCount: 7 },
          schemaUrl: 'https://opentelemetry.io/schemas/1.37.0',
          spans: [fullSpan, { ...fullSpan, name: 'second' }],
        },
      ],
    },
  ],
};

/** A logs request with every field set. */
export const fullLogs: Json = {
  resourceLogs: [
    {
      resource: { attributes: [attribute('service.name', { stringValue: 'orders' })] },
      scopeLogs: [
        {
          scope: { name: 'winston', version: '3' },
          logRecords: [
            {
              timeUnixNano: '1544712660300000000',
              observedTimeUnixNano: '1544712660300000009',
              severityNumber: 10,
              severityText: 'Information',
              body: { kvlistValue: { values: [attribute('message', { stringValue: 'placed' })] } },
              attributes: [attribute('order_id', { stringValue: 'o-1' })],
              droppedAttributesCount: 1,
              flags: 1,
              traceId: TRACE_ID,
              spanId: SPAN_ID,
              eventName: 'order.placed',
            },
          ],
        },
      ],
    },
  ],
};

const point: Json = {
  attributes: [attribute('http.route', { stringValue: '/' })],
  startTimeUnixNano: '1544712660300000000',
  timeUnixNano: '1544712660300000001',
  flags: 1,
};
const exemplar: Json = {
  timeUnixNano: '1544712660300000002',
  asDouble: 0.25,
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  filteredAttributes: [attribute('user', { stringValue: 'u' })],
};
const integerExemplar: Json = { timeUnixNano: '1544712660300000002', asInt: '-3', spanId: SPAN_ID };

/** A metrics request with a metric of each type and every field set. */
export const fullMetrics: Json = {
  resourceMetrics: [
    {
      resource: { attributes: [attribute('service.name', { stringValue: 'orders' })] },
      scopeMetrics: [
        {
          scope: { name: 'meter', version: '1' },
          metrics: [
            { name: 'g', description: 'a gauge', unit: '1', gauge: { dataPoints: [{ ...point, asDouble: 0.5, exemplars: [exemplar] }] } },
            {
              name: 's',
              unit: '{event}',
              sum: {
                aggregationTemporality: 2,
                isMonotonic: true,
                dataPoints: [{ ...point, asInt: '9007199254740993', exemplars: [integerExemplar] }, point],
              },
            },
            {
              name: 'h',
              unit: 's',
              histogram: {
                aggregationTemporality: 1,
                dataPoints: [
                  {
                    ...point,
                    count: '3',
                    sum: 1.5,
                    min: 0,
                    max: 1,
                    bucketCounts: ['1', '2', '0'],
                    explicitBounds: [0.1, 1],
                    exemplars: [exemplar],
                  },
                  { ...point, count: '1' },
                ],
              },
            },
            {
              name: 'e',
              exponentialHistogram: {
                aggregationTemporality: 2,
                dataPoints: [
                  {
                    ...point,
                    count: '4',
                    sum: 2.5,
                    min: -1,
                    max: 2,
                    scale: -2,
                    zeroCount: '1',
                    zeroThreshold: 0.001,
                    positive: { offset: -3, bucketCounts: ['1', '2'] },
                    negative: { offset: 4, bucketCounts: ['5'] },
                    exemplars: [exemplar],
                  },
                ],
              },
            },
            {
              name: 'q',
              summary: {
                dataPoints: [
                  {
                    ...point,
                    count: '10',
                    sum: 55,
                    quantileValues: [
                      { quantile: 0.5, value: 5 },
                      { quantile: 1, value: 10 },
                    ],
                  },
                ],
              },
            },
          ],
        },
      ],
    },
  ],
};
