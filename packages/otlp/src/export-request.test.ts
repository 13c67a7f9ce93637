import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeExportRequest } from './export-request.ts';
import {
  attribute,
  buildBodies,
  fullLogs,
  fullMetrics,
  fullTraces,
  requestOfAttributes,
  requestOfSpan,
  SPAN_ID,
  TRACE_ID,
} from './testdata/bodies.ts';
import type { AttributeValue, Encoding, RecordOf, Signal } from './types.ts';

const encodings: readonly Encoding[] = ['protobuf', 'json'];

function decodeBoth<S extends Signal>(signal: S, request: Readonly<Record<string, unknown>>): readonly RecordOf[S][] {
  const bodies = buildBodies(signal, request);
  const fromProtobuf = decodeExportRequest(signal, 'protobuf', bodies.protobuf);
  const fromJson = decodeExportRequest(signal, 'json', bodies.json);
  expect(fromJson).toStrictEqual(fromProtobuf);
  return fromProtobuf;
}

function decodeValue(value: Readonly<Record<string, unknown>>): AttributeValue | undefined {
  return decodeBoth('traces', requestOfAttributes([attribute('k', value)]))[0]?.attributes['k'];
}

describe('traces', () => {
  it('are flat records with every field, the same from both encodings', () => {
    const [span, second] = decodeBoth('traces', fullTraces);
    expect(span).toStrictEqual({
      traceId: TRACE_ID,
      spanId: SPAN_ID,
      parentSpanId: 'eee19b7ec3c1b173',
      traceState: 'vendor=1',
      flags: 257,
      name: 'GET /orders/{id}',
      kind: 'server',
      startTimeUnixNano: 1544712660000000001n,
      endTimeUnixNano: 1544712661000000002n,
      attributes: { 'http.route': '/orders/{id}' },
      droppedAttributesCount: 1,
      events: [
        { name: 'exception', timeUnixNano: 1544712660500000003n, attributes: { 'exception.type': 'TypeError' }, droppedAttributesCount: 2 },
      ],
      droppedEventsCount: 3,
      links: [
        {
          traceId: '0123456789abcdef0123456789abcdef',
          spanId: '0123456789abcdef',
          traceState: 'a=b',
          flags: 1,
          attributes: { n: 7 },
          droppedAttributesCount: 4,
        },
      ],
      droppedLinksCount: 5,
      status: { code: 'error', message: 'no such order' },
      resource: {
        attributes: { 'service.name': 'orders' },
        droppedAttributesCount: 6,
        schemaUrl: 'https://opentelemetry.io/schemas/1.38.0',
      },
      scope: {
        name: 'http',
        version: '1.2.3',
        attributes: { s: true },
        droppedAttributesCount: 7,
        schemaUrl: 'https://opentelemetry.io/schemas/1.37.0',
      },
    });
    expect(second?.resource).toBe(span?.resource);
    expect(second?.scope).toBe(span?.scope);
  });

  it('have defaults for what the sender left out', () => {
    const [span] = decodeBoth('traces', requestOfSpan({}));
    expect(span).toStrictEqual({
      traceId: '',
      spanId: '',
      parentSpanId: undefined,
      traceState: '',
      flags: 0,
      name: '',
      kind: 'unspecified',
      startTimeUnixNano: 0n,
      endTimeUnixNano: 0n,
      attributes: {},
      droppedAttributesCount: 0,
      events: [],
      droppedEventsCount: 0,
      links: [],
      droppedLinksCount: 0,
      status: { code: 'unset', message: '' },
      resource: { attributes: {}, droppedAttributesCount: 0, schemaUrl: '' },
      scope: { name: '', version: '', attributes: {}, droppedAttributesCount: 0, schemaUrl: '' },
    });
  });

  it.each([
    [0, 'unspecified'],
    [1, 'internal'],
    [2, 'server'],
    [3, 'client'],
    [4, 'producer'],
    [5, 'consumer'],
    [6, 'unspecified'],
    [-1, 'unspecified'],
  ])('kind %i is %s', (kind, name) => {
    expect(decodeBoth('traces', requestOfSpan({ kind }))[0]?.kind).toBe(name);
  });

  it.each([
    [0, 'unset'],
    [1, 'ok'],
    [2, 'error'],
    [99, 'unset'],
  ])('status %i is %s', (code, name) => {
    expect(decodeBoth('traces', requestOfSpan({ status: { code } }))[0]?.status.code).toBe(name);
  });

  it('may have times in all of 64 bits', () => {
    expect(decodeBoth('traces', requestOfSpan({ endTimeUnixNano: '18446744073709551615' }))[0]?.endTimeUnixNano).toBe(2n ** 64n - 1n);
  });

  it('read ids of zeros as absent', () => {
    const [span] = decodeBoth('traces', requestOfSpan({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), parentSpanId: '0'.repeat(16) }));
    expect(span).toMatchObject({ traceId: '', spanId: '', parentSpanId: undefined });
  });
});

describe('logs', () => {
  it('are flat records with every field, the same from both encodings', () => {
    expect(decodeBoth('logs', fullLogs)).toStrictEqual([
      {
        timeUnixNano: 1544712660300000000n,
        observedTimeUnixNano: 1544712660300000009n,
        severityNumber: 10,
        severityText: 'Information',
        body: { message: 'placed' },
        attributes: { order_id: 'o-1' },
        droppedAttributesCount: 1,
        traceId: TRACE_ID,
        spanId: SPAN_ID,
        flags: 1,
        eventName: 'order.placed',
        resource: { attributes: { 'service.name': 'orders' }, droppedAttributesCount: 0, schemaUrl: '' },
        scope: { name: 'winston', version: '3', attributes: {}, droppedAttributesCount: 0, schemaUrl: '' },
      },
    ]);
  });

  it('have no ids, event name or body where the sender set none', () => {
    const [record] = decodeBoth('logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [{}] }] }] });
    expect(record).toMatchObject({
      traceId: undefined,
      spanId: undefined,
      eventName: undefined,
      body: null,
      severityNumber: 0,
      timeUnixNano: 0n,
    });
  });
});

describe('metrics', () => {
  it('have each type with its points, the same from both encodings', () => {
    const at = {
      attributes: { 'http.route': '/' },
      startTimeUnixNano: 1544712660300000000n,
      timeUnixNano: 1544712660300000001n,
      flags: 1,
    };
    const exemplar = {
      timeUnixNano: 1544712660300000002n,
      value: 0.25,
      traceId: TRACE_ID,
      spanId: SPAN_ID,
      filteredAttributes: { user: 'u' },
    };
    const integerExemplar = { timeUnixNano: 1544712660300000002n, value: -3, traceId: undefined, spanId: SPAN_ID, filteredAttributes: {} };
    const of = {
      description: '',
      resource: { attributes: { 'service.name': 'orders' }, droppedAttributesCount: 0, schemaUrl: '' },
      scope: { name: 'meter', version: '1', attributes: {}, droppedAttributesCount: 0, schemaUrl: '' },
    };
    expect(decodeBoth('metrics', fullMetrics)).toStrictEqual([
      {
        ...of,
        name: 'g',
        description: 'a gauge',
        unit: '1',
        type: 'gauge',
        temporality: undefined,
        monotonic: undefined,
        points: [{ ...at, value: 0.5, exemplars: [exemplar] }],
      },
      {
        ...of,
        name: 's',
        unit: '{event}',
        type: 'sum',
        temporality: 'cumulative',
        monotonic: true,
        points: [
          { ...at, value: 9007199254740993n, exemplars: [integerExemplar] },
          { ...at, value: undefined, exemplars: [] },
        ],
      },
      {
        ...of,
        name: 'h',
        unit: 's',
        type: 'histogram',
        temporality: 'delta',
        monotonic: undefined,
        points: [
          { ...at, count: 3, sum: 1.5, min: 0, max: 1, bucketCounts: [1, 2, 0], explicitBounds: [0.1, 1], exemplars: [exemplar] },
          { ...at, count: 1, sum: undefined, min: undefined, max: undefined, bucketCounts: [], explicitBounds: [], exemplars: [] },
        ],
      },
      {
        ...of,
        name: 'e',
        unit: '',
        type: 'exponential_histogram',
        temporality: 'cumulative',
        monotonic: undefined,
        points: [
          {
            ...at,
            count: 4,
            sum: 2.5,
            min: -1,
            max: 2,
            scale: -2,
            zeroCount: 1,
            zeroThreshold: 0.001,
            positive: { offset: -3, bucketCounts: [1, 2] },
            negative: { offset: 4, bucketCounts: [5] },
            exemplars: [exemplar],
          },
        ],
      },
      {
        ...of,
        name: 'q',
        unit: '',
        type: 'summary',
        temporality: undefined,
        monotonic: undefined,
        points: [
          {
            ...at,
            count: 10,
            sum: 55,
            quantiles: [
              { quantile: 0.5, value: 5 },
              { quantile: 1, value: 10 },
            ],
          },
        ],
      },
    ]);
  });

  it('leave out a metric without data', () => {
    expect(decodeBoth('metrics', { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'none' }] }] }] })).toEqual([]);
  });

  it('keep a metric without points', () => {
    const request = { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'x', gauge: {} }] }] }] };
    expect(decodeBoth('metrics', request)).toMatchObject([{ name: 'x', type: 'gauge', points: [] }]);
  });

  it('have an unspecified temporality where the sender’s is unknown', () => {
    const request = { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ sum: { aggregationTemporality: 7 } }] }] }] };
    expect(decodeBoth('metrics', request)).toMatchObject([{ temporality: 'unspecified', monotonic: false }]);
  });
});

describe('attribute values', () => {
  it.each<[string, Readonly<Record<string, unknown>>, AttributeValue]>([
    ['a string', { stringValue: 'é😀' }, 'é😀'],
    ['an empty string', { stringValue: '' }, ''],
    ['true', { boolValue: true }, true],
    ['false', { boolValue: false }, false],
    ['an integer', { intValue: '-42' }, -42],
    ['zero', { intValue: '0' }, 0],
    ['the last safe integer', { intValue: '9007199254740991' }, 9007199254740991],
    ['the first unsafe integer', { intValue: '9007199254740992' }, 9007199254740992n],
    ['the smallest integer', { intValue: '-9223372036854775808' }, -9223372036854775808n],
    ['the largest integer', { intValue: '9223372036854775807' }, 9223372036854775807n],
    ['a double', { doubleValue: 1.5 }, 1.5],
    ['zero as a double', { doubleValue: 0 }, 0],
    ['NaN', { doubleValue: 'NaN' }, Number.NaN],
    ['infinity', { doubleValue: '-Infinity' }, -Infinity],
    ['bytes', { bytesValue: 'AP/+' }, new Uint8Array([0, 255, 254])],
    ['no bytes', { bytesValue: '' }, new Uint8Array()],
    ['a mixed array', { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '1' }, {}] } }, ['a', 1, null]],
    ['an empty array', { arrayValue: {} }, []],
    [
      'a map',
      { kvlistValue: { values: [attribute('a', { kvlistValue: { values: [attribute('b', { boolValue: true })] } })] } },
      { a: { b: true } },
    ],
    ['an empty map', { kvlistValue: {} }, {}],
    ['nothing', {}, null],
  ])('%s', (_name, value, expected) => {
    expect(decodeValue(value)).toStrictEqual(expected);
  });

  it('are null where the attribute has none, and keyed by the last of a repeated key', () => {
    const [span] = decodeBoth(
      'traces',
      requestOfAttributes([{ key: 'a' }, attribute('b', { intValue: '1' }), attribute('b', { intValue: '2' })]),
    );
    expect(span?.attributes).toStrictEqual({ a: null, b: 2 });
  });

  it('may have any key', () => {
    const [span] = decodeBoth(
      'traces',
      requestOfAttributes([
        attribute('__proto__', { stringValue: 'x' }),
        attribute('constructor', { intValue: '1' }),
        attribute('', { intValue: '2' }),
      ]),
    );
    expect(Object.entries(span?.attributes ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 1],
      ['', 2],
    ]);
    expect(Object.getPrototypeOf(span?.attributes)).toBe(Object.prototype);
  });

  it('hold their own bytes, not a view of the body', () => {
    const bodies = buildBodies('traces', requestOfAttributes([attribute('k', { bytesValue: 'AQID' })]));
    const [span] = decodeExportRequest('traces', 'protobuf', bodies.protobuf);
    bodies.protobuf.fill(0);
    expect(span?.attributes['k']).toStrictEqual(new Uint8Array([1, 2, 3]));
  });

  it('are the same from both encodings whatever they hold', () => {
    const { value } = fc.letrec<{ value: Readonly<Record<string, unknown>> }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.record({ stringValue: fc.string({ unit: 'grapheme' }) }),
        fc.record({ boolValue: fc.boolean() }),
        fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
        fc.record({ doubleValue: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)) }),
        fc.record({ bytesValue: fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64')) }),
        fc.record({ arrayValue: fc.record({ values: fc.array(tie('value')) }) }),
        fc.record({ kvlistValue: fc.record({ values: fc.array(fc.record({ key: fc.string(), value: tie('value') })) }) }),
      ),
    }));
    fc.assert(
      fc.property(value, (given) => {
        expect(decodeValue(given)).toBeDefined();
      }),
    );
  });
});

describe('nesting', () => {
  // The bytes are put together here: an encoder has the same limit.
  const wrap = (field: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([field * 8 + 2]), lengthOf(body), body]);
  const lengthOf = (body: Buffer): Buffer => Buffer.from(body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7]);
  const key = Buffer.from([0x0a, 1, 0x6b]);
  const nestProtobuf = (levels: number): Buffer =>
    levels === 0 ? wrap(1, Buffer.from('deep')) : wrap(6, wrap(1, Buffer.concat([key, wrap(2, nestProtobuf(levels - 1))])));
  const nestJson = (levels: number): unknown =>
    levels === 0 ? { stringValue: 'deep' } : { kvlistValue: { values: [{ key: 'k', value: nestJson(levels - 1) }] } };

  const bodyOf: Readonly<Record<Encoding, (levels: number) => Buffer>> = {
    protobuf: (levels) => wrap(1, wrap(2, wrap(2, wrap(9, Buffer.concat([key, wrap(2, nestProtobuf(levels))]))))),
    json: (levels) => Buffer.from(JSON.stringify(requestOfAttributes([{ key: 'k', value: nestJson(levels) }]))),
  };

  it.each(encodings)('of 31 maps in a span is read from %s, of 32 is refused', (encoding) => {
    const [span] = decodeExportRequest('traces', encoding, bodyOf[encoding](31));
    expect(JSON.stringify(span?.attributes['k'])).toBe(`${'{"k":'.repeat(31)}"deep"${'}'.repeat(31)}`);
    expect(() => decodeExportRequest('traces', encoding, bodyOf[encoding](32))).toThrow(
      expect.objectContaining({ code: 'otlp.nesting_too_deep' }),
    );
  });
});

describe('an empty request', () => {
  it('has no records', () => {
    expect(decodeExportRequest('traces', 'protobuf', new Uint8Array())).toEqual([]);
    expect(decodeExportRequest('logs', 'json', Buffer.from('{}'))).toEqual([]);
    expect(decodeExportRequest('metrics', 'json', Buffer.from('{"resourceMetrics":[{"scopeMetrics":[{}]}]}'))).toEqual([]);
  });
});
