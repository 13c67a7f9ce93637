import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OtlpError } from './errors.ts';
import { decodeExportRequest } from './export-request.ts';
import {
  attribute,
  buildBodies,
  fullLogs,
  fullMetrics,
  fullSpan,
  fullTraces,
  requestOfAttributes,
  requestOfSpan,
} from './testdata/bodies.ts';
import type { Signal } from './types.ts';

const bodies: Readonly<Record<Signal, Buffer>> = {
  traces: buildBodies('traces', fullTraces).protobuf,
  logs: buildBodies('logs', fullLogs).protobuf,
  metrics: buildBodies('metrics', fullMetrics).protobuf,
};
const signals: readonly Signal[] = ['traces', 'logs', 'metrics'];

function outcomeOf(signal: Signal, bytes: Uint8Array): 'records' | 'OtlpError' {
  try {
    decodeExportRequest(signal, 'protobuf', bytes);
    return 'records';
  } catch (error) {
    if (error instanceof OtlpError) return 'OtlpError';
    throw error;
  }
}

function errorOf(bytes: Uint8Array): OtlpError {
  try {
    decodeExportRequest('traces', 'protobuf', bytes);
  } catch (error) {
    if (error instanceof OtlpError) return error;
  }
  throw new Error('no OtlpError');
}

describe('protobuf', () => {
  it('has the field numbers of opentelemetry-proto, written here by hand', () => {
    const hex = ['0a', '32', '12', '30', '12', '2e', '0a', '10', '11'.repeat(16), '12', '08', '22'.repeat(8), '2a', '01', '61', '30', '03'];
    const [span] = decodeExportRequest('traces', 'protobuf', Buffer.from(`${hex.join('')}3901000000000000007a021802`, 'hex'));
    expect(span).toMatchObject({
      traceId: '11'.repeat(16),
      spanId: '22'.repeat(8),
      name: 'a',
      kind: 'client',
      startTimeUnixNano: 1n,
      status: { code: 'error' },
    });
  });

  it.each(signals)('of %s cut off at any byte is an OtlpError or valid, and never whole', (signal) => {
    const whole = bodies[signal];
    const outcomes = Array.from(whole, (_, length) => outcomeOf(signal, whole.subarray(0, length)));
    expect(outcomes[0]).toBe('records');
    expect(outcomes.slice(1)).toEqual(outcomes.slice(1).map(() => 'OtlpError'));
  });

  it.each(signals)('of %s from random bytes is an OtlpError or valid', (signal) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(['records', 'OtlpError']).toContain(outcomeOf(signal, bytes));
      }),
    );
  });

  it.each(signals)('of %s with changed bytes is an OtlpError or valid', (signal) => {
    const changes = fc.array(fc.record({ at: fc.nat(bodies[signal].length - 1), byte: fc.nat(255) }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(changes, (list) => {
        const bytes = Buffer.from(bodies[signal]);
        for (const { at, byte } of list) bytes[at] = byte;
        expect(['records', 'OtlpError']).toContain(outcomeOf(signal, bytes));
      }),
      { numRuns: 300 },
    );
  });

  it('ignores unknown fields, groups and fields of another wire type', () => {
    const unknown = Buffer.from('f8ff0701' + '930108059401' + '0d00000000', 'hex');
    expect(decodeExportRequest('traces', 'protobuf', Buffer.concat([unknown, bodies.traces]))).toHaveLength(2);
  });

  it('ends on groups nested without end', () => {
    expect(errorOf(Buffer.alloc(100_000, 0x13)).code).toBe('otlp.nesting_too_deep');
  });

  it('names the byte and what was expected', () => {
    const error = errorOf(bodies.traces.subarray(0, 50));
    expect(error).toMatchObject({ code: 'otlp.protobuf_malformed', name: 'OtlpError' });
    expect(error.problems).toEqual([
      {
        path: expect.stringMatching(/^byte \d+$/),
        message: 'expected a protobuf field, got an end after 50 bytes or a field that overruns its message',
      },
    ]);
    expect(error.message).toMatch(/^otlp\.protobuf_malformed: .*; byte \d+: expected a protobuf field, got an end after 50 bytes/);
  });

  it('wants strings in UTF-8, also in a Buffer', () => {
    const body = buildBodies('traces', requestOfSpan({ name: 'aé' })).protobuf;
    const broken = Buffer.from(body.map((byte) => (byte === 0xc3 ? 0xff : byte)));
    expect(decodeExportRequest('traces', 'protobuf', body)[0]?.name).toBe('aé');
    expect(errorOf(broken).code).toBe('otlp.protobuf_malformed');
    expect(errorOf(new Uint8Array(broken)).code).toBe('otlp.protobuf_malformed');
  });

  it.each([
    ['traceId', '01', 'resourceSpans[0].scopeSpans[0].spans[0].traceId', '16 bytes', '1 bytes'],
    ['spanId', '01'.repeat(9), 'resourceSpans[0].scopeSpans[0].spans[0].spanId', '8 bytes', '9 bytes'],
    ['parentSpanId', '01'.repeat(16), 'resourceSpans[0].scopeSpans[0].spans[0].parentSpanId', '8 bytes', '16 bytes'],
  ])('refuses a %s of another length', (field, id, where, expected, arrived) => {
    const error = errorOf(buildBodies('traces', requestOfSpan({ ...fullSpan, [field]: id })).protobuf);
    expect(error).toMatchObject({
      code: 'otlp.value_malformed',
      problems: [{ path: where, message: `expected ${expected}, got ${arrived}` }],
    });
  });

  it('refuses a link’s id of another length with the place of the link', () => {
    const error = errorOf(buildBodies('traces', requestOfSpan({ links: [{}, { spanId: '01' }] })).protobuf);
    expect(error.problems[0]?.path).toBe('resourceSpans[0].scopeSpans[0].spans[0].links[1].spanId');
  });

  it('refuses an exemplar’s id of another length with the place of the exemplar', () => {
    const metric = { histogram: { dataPoints: [{}, { exemplars: [{ traceId: '01' }] }] } };
    const { protobuf } = buildBodies('metrics', { resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] });
    expect(() => decodeExportRequest('metrics', 'protobuf', protobuf)).toThrow(
      'resourceMetrics[0].scopeMetrics[0].metrics[0].histogram.dataPoints[1].exemplars[0].traceId: expected 16 bytes',
    );
  });

  it('takes the last member of a oneof', () => {
    const { protobuf } = buildBodies('traces', requestOfAttributes([attribute('k', { stringValue: 'a', intValue: '5' })]));
    expect(decodeExportRequest('traces', 'protobuf', protobuf)[0]?.attributes).toEqual({ k: 5 });
  });

  it('refuses more messages than telemetry of that size has', () => {
    const emptyResourceSpans = (count: number): Buffer => Buffer.alloc(count * 2, Buffer.from([0x0a, 0]));
    expect(decodeExportRequest('traces', 'protobuf', emptyResourceSpans(300_000))).toEqual([]);
    expect(errorOf(emptyResourceSpans(350_000)).code).toBe('otlp.too_many_messages');
  });
});
