// Personal data and secrets in every place that a record has: none of it in any byte that any exporter sends.
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeOtelcol } from './describe-otelcol.ts';
import { startLoopback } from './loopback.ts';
import { renderShopConfig } from './shop-config.ts';
import { digest } from './spans.ts';

const config = await readFile(new URL('fixtures/redaction.yaml', import.meta.url), 'utf8');

const secrets = {
  card: '4111 1111 1111 1111',
  email: 'ada.lovelace@example.com',
  token: 'Bearer s3cr3t-t0ken-0123',
  jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
} as const;

/** Neither the redaction processor nor OTTL reaches these (Collector 0.161): they must be clean when they leave the service. */
const outOfReach = /^(traces\/link|metrics\/exemplar)\.attributes\//;

describeOtelcol('personal data', (binary) => {
  it('leaves by no exporter', async () => {
    const { leaks, exporters, records } = await findLeaks(binary, config);
    expect(exporters).toBe(4);
    expect(records).toEqual({ spans: 2, logs: 4, metrics: 2 });
    expect(leaks.filter((leak) => !outOfReach.test(leak))).toEqual([]);
  });

  it.each(['production/shop-agent.yaml', 'staging/shop-agent.yaml', 'local/shop.yaml'])(
    'leaves by no exporter of the generated %s',
    async (path) => {
      const { leaks, records } = await findLeaks(binary, await renderShopConfig(path));
      expect(records).toMatchObject({ spans: 1, logs: 2 });
      expect(leaks.filter((leak) => !outOfReach.test(leak))).toEqual([]);
    },
  );

  it('is not looked for by any processor in links of spans and in exemplars', async () => {
    const { leaks } = await findLeaks(binary, config);
    expect(new Set(leaks.map((leak) => leak.split('/', 2).join('/')))).toEqual(
      new Set(['traces/link.attributes', 'metrics/exemplar.attributes']),
    );
  });

  it.each([
    ['redaction', ', redaction', 'logs/logRecord.attributes/card at otlp_http/logs'],
    ['the rules for names and messages', ', transform/texts', 'traces/span.status/email at otlp_grpc/traces'],
    [
      'the rule for one kind',
      String.raw`- '\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+'`,
      'metrics/point.attributes/jwt at otlp_http/metrics',
    ],
  ])('leaks without %s', async (_name, part, leak) => {
    expect(config).toContain(part);
    const { leaks } = await findLeaks(binary, config.replaceAll(part, ''));
    expect(leaks).toContain(leak);
  });
});

/** Marks a place, so that a leak says where it was. */
const dirty = (place: string): string =>
  Object.entries(secrets)
    .map(([kind, secret]) => `<${place}/${kind}:${secret}>`)
    .join(' ');
const attributes = (place: string): readonly unknown[] => [
  // Each kind alone, then all in one text.
  ...Object.entries(secrets).map(([kind, secret]) => ({ key: kind, value: { stringValue: `<${place}/${kind}:${secret}>` } })),
  { key: 'http.url', value: { stringValue: `https://example.com/?q=${dirty(place)}` } },
];
const number = { key: 'payment.pan', value: { intValue: '4111111111111111' } };
const password = { key: 'db.password', value: { stringValue: 'hunter2-hunter2' } };

async function findLeaks(binary: string, text: string) {
  const collector = await startLoopback({ binary, config: text });
  const now = String(BigInt(Date.now()) * 1_000_000n);
  const resource = (signal: string) => ({ attributes: attributes(`${signal}/resource`) });
  const scope = (signal: string) => ({ name: 'test', attributes: attributes(`${signal}/scope`) });
  const span = {
    traceId: digest('trace', 32),
    spanId: digest('span', 16),
    name: `GET /users ${dirty('traces/span.name')}`,
    startTimeUnixNano: now,
    endTimeUnixNano: now,
    attributes: [...attributes('traces/span.attributes'), number, password],
    events: [{ name: 'exception', timeUnixNano: now, attributes: attributes('traces/event.attributes') }],
    links: [{ traceId: digest('linked', 32), spanId: digest('linked', 16), attributes: attributes('traces/link.attributes') }],
    status: { code: 2, message: dirty('traces/span.status') },
  };
  const body = { key: 'nested', value: { kvlistValue: { values: attributes('logs/logRecord.body.map') } } };
  const logs = [
    {
      timeUnixNano: now,
      body: { stringValue: dirty('logs/logRecord.body') },
      attributes: [...attributes('logs/logRecord.attributes'), number, password],
    },
    { timeUnixNano: now, body: { kvlistValue: { values: [body] } } },
  ];
  const exemplars = [{ timeUnixNano: now, asInt: '1', filteredAttributes: attributes('metrics/exemplar.attributes') }];
  const point = { timeUnixNano: now, asInt: '1', exemplars, attributes: [...attributes('metrics/point.attributes'), number, password] };
  const bodies = {
    traces: { resourceSpans: [{ resource: resource('traces'), scopeSpans: [{ scope: scope('traces'), spans: [span] }] }] },
    logs: { resourceLogs: [{ resource: resource('logs'), scopeLogs: [{ scope: scope('logs'), logRecords: logs }] }] },
    metrics: {
      resourceMetrics: [
        {
          resource: resource('metrics'),
          scopeMetrics: [{ scope: scope('metrics'), metrics: [{ name: 'm', gauge: { dataPoints: [point] } }] }],
        },
      ],
    },
  };
  for (const signal of ['traces', 'logs', 'metrics'] as const) expect(await collector.send(signal, bodies[signal])).toBe(200);
  await collector.shutdown();

  const leaks: string[] = [];
  for (const [id, sink] of collector.sinks) {
    const sent = Buffer.concat(sink.arrivals().bodies.map((bytes) => Buffer.from(bytes))).toString('latin1');
    for (const [kind, secret] of Object.entries(secrets)) {
      for (const [, place = ''] of sent.matchAll(new RegExp(`<([a-zA-Z/.]+)/${kind}:${secret.replaceAll('.', '\\.')}`, 'g')))
        leaks.push(`${place}/${kind} at ${id}`);
      if (sent.includes(secret) && !leaks.some((leak) => leak.endsWith(`/${kind} at ${id}`))) leaks.push(`somewhere/${kind} at ${id}`);
    }
    if (sent.includes('hunter2')) leaks.push(`password at ${id}`);
    if (collector.items(id).some((item) => [4_111_111_111_111_111, '4111111111111111'].includes(item.attributes['payment.pan'] as number)))
      leaks.push(`number at ${id}`);
  }
  const count = (signal: string): number => collector.items().filter((item) => item.signal === signal).length;
  return {
    leaks: [...new Set(leaks)],
    exporters: collector.sinks.size,
    records: { spans: count('spans'), logs: count('logs'), metrics: count('metrics') },
  };
}
