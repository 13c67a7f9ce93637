import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OtlpError } from './errors.ts';
import { decodeExportRequest } from './export-request.ts';
import { attribute, fullMetrics, fullSpan, fullTraces, requestOfSpan } from './testdata/bodies.ts';
import type { AttributeValue, Signal, SpanRecord } from './types.ts';

const SPAN = 'resourceSpans[0].scopeSpans[0].spans[0]';
const VALUE = `${SPAN}.attributes[0].value`;

function decodeText(text: string): readonly SpanRecord[] {
  return decodeExportRequest('traces', 'json', Buffer.from(text));
}

function decodeSpan(span: Readonly<Record<string, unknown>>): SpanRecord | undefined {
  return decodeText(JSON.stringify(requestOfSpan(span)))[0];
}

function decodeValue(value: Readonly<Record<string, unknown>>): AttributeValue | undefined {
  return decodeSpan({ attributes: [attribute('k', value)] })?.attributes['k'];
}

function errorOf(decode: () => unknown): OtlpError {
  try {
    decode();
  } catch (error) {
    if (error instanceof OtlpError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('OTLP/JSON', () => {
  it('reads ids in either case and gives them in lower case', () => {
    expect(decodeSpan({ traceId: '5B8EFFF798038103D269B633813FC60C', spanId: 'EEE19B7EC3C1B174' })).toMatchObject({
      traceId: '5b8efff798038103d269b633813fc60c',
      spanId: 'eee19b7ec3c1b174',
    });
  });

  it('reads 64-bit integers as strings or as numbers', () => {
    expect(decodeSpan({ startTimeUnixNano: '1544712660000000001', endTimeUnixNano: 5 })).toMatchObject({
      startTimeUnixNano: 1544712660000000001n,
      endTimeUnixNano: 5n,
    });
    expect(decodeValue({ intValue: 42 })).toBe(42);
    expect(decodeValue({ intValue: '-42' })).toBe(-42);
    expect(
      decodeText('{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[{"key":"k","value":{"intValue":-0}}]}]}]}]}')[0]?.attributes,
    ).toStrictEqual({ k: 0 });
  });

  it('keeps integers written as numbers exact beyond 2^53', () => {
    const text =
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano": 1544712660000000001,"attributes":[{"key":"k","value":{"intValue":-9007199254740993}}]}]}]}]}';
    expect(decodeText(text)[0]).toMatchObject({ startTimeUnixNano: 1544712660000000001n, attributes: { k: -9007199254740993n } });
  });

  it('reads a long integer where a double is wanted', () => {
    const text = '{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[{"key":"k","value":{"doubleValue":18014398509481984}}]}]}]}]}';
    expect(decodeText(text)[0]?.attributes).toEqual({ k: 18014398509481984 });
  });

  it.each([
    ['NaN', Number.NaN],
    ['Infinity', Infinity],
    ['-Infinity', -Infinity],
    ['1.5e3', 1500],
  ])('reads the double "%s"', (text, expected) => {
    expect(decodeValue({ doubleValue: text })).toBe(expected);
  });

  it.each(['AP/+', 'AP_-'])('reads bytes in base64, standard or for URLs: %s', (text) => {
    expect(decodeValue({ bytesValue: text })).toStrictEqual(new Uint8Array([0, 255, 254]));
  });

  it('reads padded and unpadded base64', () => {
    expect(decodeValue({ bytesValue: 'AA==' })).toStrictEqual(new Uint8Array([0]));
    expect(decodeValue({ bytesValue: 'AA' })).toStrictEqual(new Uint8Array([0]));
  });

  it('ignores unknown fields, snake_case ones too', () => {
    expect(decodeSpan({ name: 'a', newField: { deep: [1] }, trace_id: 5, droppedAttributesCount: 1 })).toMatchObject({
      name: 'a',
      traceId: '',
    });
    expect(decodeText('{"unknown":1}')).toEqual([]);
  });

  it('reads null as an unset field', () => {
    expect(decodeSpan({ name: null, attributes: null, status: null, traceId: null })).toMatchObject({
      name: '',
      attributes: {},
      traceId: '',
    });
    expect(decodeValue({ stringValue: null, intValue: 1 })).toBe(1);
    // What JSON.stringify makes of NaN.
    expect(decodeValue({ doubleValue: null })).toBeNull();
  });

  it('reads a byte order mark', () => {
    expect(decodeText('\uFEFF{}')).toEqual([]);
  });

  it('never pollutes a prototype', () => {
    decodeText('{"__proto__":{"polluted":1},"resourceSpans":[{"__proto__":{"polluted":1}}]}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('malformed values', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string, string, string]>([
    ['an enum by name', { kind: 'SPAN_KIND_SERVER' }, 'kind', 'an enum value as an integer', 'a string of 16 characters'],
    ['an enum in a string', { kind: '2' }, 'kind', 'an enum value as an integer', 'a string of 1 characters'],
    ['a name that is a number', { name: 5 }, 'name', 'a string', 'an integer'],
    ['an id in base64', { traceId: 'W47/95gDgQPSabYzgT/GDA==' }, 'traceId', '32 hex digits', 'a string of 24 characters'],
    ['an id with another letter', { spanId: 'g'.repeat(16) }, 'spanId', '16 hex digits', 'a string of 16 characters'],
    ['an id as a number', { spanId: 5 }, 'spanId', '16 hex digits', 'an integer'],
    [
      'a negative time',
      { endTimeUnixNano: '-1' },
      'endTimeUnixNano',
      'an unsigned 64-bit integer, as a number or a decimal string',
      'a string of 2 characters',
    ],
    [
      'a negative time as a number',
      { endTimeUnixNano: -1 },
      'endTimeUnixNano',
      'an unsigned 64-bit integer, as a number or a decimal string',
      'an integer',
    ],
    [
      'a time beyond 64 bits',
      { endTimeUnixNano: '18446744073709551616' },
      'endTimeUnixNano',
      'an unsigned 64-bit integer, as a number or a decimal string',
      'a string of 20 characters',
    ],
    [
      'a time with a fraction',
      { endTimeUnixNano: 1.5 },
      'endTimeUnixNano',
      'an unsigned 64-bit integer, as a number or a decimal string',
      'a fraction',
    ],
    [
      'a time in words',
      { endTimeUnixNano: 'now' },
      'endTimeUnixNano',
      'an unsigned 64-bit integer, as a number or a decimal string',
      'a string of 3 characters',
    ],
    ['a count beyond 32 bits', { droppedEventsCount: 4294967296 }, 'droppedEventsCount', 'an unsigned 32-bit integer', 'an integer'],
    ['a negative count', { droppedEventsCount: -1 }, 'droppedEventsCount', 'an unsigned 32-bit integer', 'an integer'],
    ['attributes as a map', { attributes: { a: 1 } }, 'attributes', 'an array', 'an object'],
    ['an event that is null', { events: [null] }, 'events[0]', 'an object', 'null'],
    ['an event that is an array', { events: [[]] }, 'events[0]', 'an object', 'an array'],
    ['a status that is text', { status: 'ok' }, 'status', 'an object', 'a string of 2 characters'],
  ])('%s', (_name, span, field, expected, arrived) => {
    const error = errorOf(() => decodeSpan(span));
    expect(error.code).toBe('otlp.value_malformed');
    expect(error.problems).toEqual([{ path: `${SPAN}.${field}`, message: `expected ${expected}, got ${arrived}` }]);
  });

  it.each<[Readonly<Record<string, unknown>>, string, string]>([
    [{ boolValue: 'true' }, 'boolValue', 'true or false'],
    [{ intValue: '9223372036854775808' }, 'intValue', 'a signed 64-bit integer, as a number or a decimal string'],
    [{ intValue: 1e30 }, 'intValue', 'a signed 64-bit integer, as a number or a decimal string'],
    [{ intValue: true }, 'intValue', 'a signed 64-bit integer, as a number or a decimal string'],
    [{ doubleValue: 'one' }, 'doubleValue', 'a number, or "NaN", "Infinity" or "-Infinity"'],
    [{ bytesValue: 'not base64!' }, 'bytesValue', 'bytes in base64'],
    [{ bytesValue: 'AAAAA' }, 'bytesValue', 'bytes in base64'],
    [{ stringValue: 'a', intValue: 1 }, 'intValue', 'nothing beside stringValue'],
    [{ arrayValue: [1] }, 'arrayValue', 'an object'],
  ])('%j', (value, field, expected) => {
    expect(errorOf(() => decodeValue(value)).problems).toMatchObject([
      { path: `${VALUE}.${field}`, message: expect.stringContaining(`expected ${expected}, got `) },
    ]);
  });

  it('are all reported at once, each with its path', () => {
    const span = { ...fullSpan, kind: 'x', name: 1, events: [{}, { name: 2 }] };
    const places = errorOf(() => decodeSpan(span)).problems.map(({ path }) => path);
    expect(places).toEqual([`${SPAN}.name`, `${SPAN}.kind`, `${SPAN}.events[1].name`]);
  });

  it('are reported up to 20', () => {
    const request = { resourceSpans: [{ scopeSpans: [{ spans: Array.from({ length: 50 }, () => ({ name: 1 })) }] }] };
    expect(errorOf(() => decodeText(JSON.stringify(request))).problems).toHaveLength(20);
  });

  it('are never quoted', () => {
    const secret = '4111111111111111';
    const texts = [
      JSON.stringify(requestOfSpan({ kind: secret })),
      `{"resourceSpans":[${secret}`,
      `{"a":"${secret}" oops`,
      `{"resourceSpans":${secret}}`,
    ];
    for (const text of texts) expect(errorOf(() => decodeText(text)).message).not.toContain(secret);
  });
});

describe('malformed text', () => {
  it.each([
    ['', 'character 0', 'the end'],
    ['{"resourceSpans":[', 'character 18', 'the end'],
    ['{"resourceSpans":x}', 'the body', 'something else'],
    ['{"resourceSpans":[] "a"}', 'character 20', 'something else'],
    ['{} {}', 'character 3', 'something else'],
  ])('%j', (text, where, arrived) => {
    const error = errorOf(() => decodeText(text));
    expect(error.code).toBe('otlp.json_malformed');
    expect(error.problems).toEqual([{ path: where, message: `expected JSON, got ${arrived}` }]);
  });

  it.each(['[]', 'null', '1', '"text"'])('%s is not a request', (text) => {
    expect(errorOf(() => decodeText(text))).toMatchObject({
      code: 'otlp.value_malformed',
      problems: [{ path: 'the body', message: expect.stringMatching(/^expected an object, got /) }],
    });
  });

  it('that is not UTF-8', () => {
    const body = Buffer.from(JSON.stringify(requestOfSpan({ name: 'é' })), 'latin1');
    expect(errorOf(() => decodeExportRequest('traces', 'json', body)).code).toBe('otlp.json_malformed');
  });

  it('that is protobuf', () => {
    expect(errorOf(() => decodeExportRequest('traces', 'json', Buffer.from([0x0a, 2, 0x12, 0]))).code).toBe('otlp.json_malformed');
  });

  it.each(['[', '{"a":'])('nested without end: %s', (open) => {
    const error = errorOf(() => decodeText(open.repeat(1_000_000)));
    expect(error).toMatchObject({ code: 'otlp.nesting_too_deep', problems: [{ path: `byte ${1000 * open.length}` }] });
  });

  it('counts no brackets inside strings', () => {
    const name = `\\"${'['.repeat(5000)}`;
    expect(decodeSpan({ name })?.name).toBe(name);
  });

  it('with more messages than telemetry of its size has', () => {
    const text = (count: number) => `{"resourceSpans":[${'{},'.repeat(count - 1)}{}]}`;
    expect(decodeText(text(390_000))).toEqual([]);
    expect(errorOf(() => decodeText(text(410_000))).code).toBe('otlp.too_many_messages');
  });
});

describe('any input', () => {
  const signals: readonly Signal[] = ['traces', 'logs', 'metrics'];

  function outcomesOf(bytes: Uint8Array): readonly string[] {
    return signals.map((signal) => {
      try {
        decodeExportRequest(signal, 'json', bytes);
        return 'records';
      } catch (error) {
        if (error instanceof OtlpError) return 'OtlpError';
        throw error;
      }
    });
  }

  it('of random JSON in the place of any value is an OtlpError or valid', () => {
    const texts = [fullTraces, fullMetrics].map((request) => JSON.stringify(request));
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), fc.json(), (text, pick, json) => {
        const places = [...text.matchAll(/"[^"]*"|[\d.]+|true/g)];
        const place = places[pick % places.length];
        if (place === undefined) return;
        const changed = text.slice(0, place.index) + json + text.slice(place.index + place[0].length);
        expect(outcomesOf(Buffer.from(changed))).toHaveLength(3);
      }),
    );
  });

  it('of random bytes, or cut off anywhere, is an OtlpError or valid', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(outcomesOf(bytes)).toHaveLength(3);
      }),
    );
    const whole = Buffer.from(JSON.stringify(fullTraces));
    for (let length = 0; length < whole.length; length += 7) expect(outcomesOf(whole.subarray(0, length))[0]).toBe('OtlpError');
  });
});
