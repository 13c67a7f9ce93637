import { describe, expect, test } from 'vitest';
import { PlinthError } from '../errors.ts';
import { parseOptions } from './parse-options.ts';

function problemsOf(environment: Record<string, string>): readonly { path: string; message: string }[] {
  try {
    parseOptions(environment);
  } catch (error) {
    if (error instanceof PlinthError) return error.problems;
    throw error;
  }
  return [];
}

describe('defaults', () => {
  test('an empty environment gives a service that logs to stdout, exports spans and serves metrics', () => {
    const options = parseOptions({});
    expect(options.service).toEqual({
      name: 'unknown_service:node',
      version: undefined,
      instanceId: undefined,
      environment: 'development',
    });
    expect(options.logs.exporters).toEqual(['console']);
    expect(options.traces.exporters).toEqual(['otlp']);
    expect(options.traces.otlp.url).toBe('http://localhost:4318/v1/traces');
    expect(options.metrics.exporters).toEqual(['prometheus']);
    expect(options.admin).toEqual({ hosts: ['127.0.0.1'], port: 9464, isPortGiven: false, token: undefined });
  });

  test('an empty variable counts as unset', () => {
    expect(parseOptions({ OTEL_TRACES_EXPORTER: '', PLINTH_ADMIN_PORT: ' ' })).toEqual(parseOptions({}));
  });

  test('the name comes from package.json, without its scope', () => {
    expect(parseOptions({}, { name: '@acme/orders', version: '1.2.3' }).service).toMatchObject({ name: 'orders', version: '1.2.3' });
  });
});

test('OTEL_SDK_DISABLED leaves the logger on stdout, whatever the exporters say', () => {
  const options = parseOptions({
    OTEL_SDK_DISABLED: 'true',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
  });
  expect(options.traces).toMatchObject({ exporters: [], sampler: { type: 'always_off' } });
  expect(options.metrics.exporters).toEqual([]);
  expect(options.logs.exporters).toEqual(['console']);
});

describe('precedence', () => {
  test('OTEL_SERVICE_NAME, then the resource attribute, then package.json', () => {
    const attributes = 'service.name=from-attributes';
    expect(parseOptions({ OTEL_SERVICE_NAME: 'from-name', OTEL_RESOURCE_ATTRIBUTES: attributes }, { name: 'p' }).service.name).toBe(
      'from-name',
    );
    expect(parseOptions({ OTEL_RESOURCE_ATTRIBUTES: attributes }, { name: 'p' }).service.name).toBe('from-attributes');
  });

  test('a variable of one signal beats the one for all; its URL is used as it is', () => {
    const options = parseOptions({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/',
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://logs:1/custom',
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=2',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'b=3',
    });
    expect(options.traces.otlp.url).toBe('http://collector:4318/v1/traces');
    expect(options.logs.otlp.url).toBe('http://logs:1/custom');
    expect(options.traces.otlp.headers).toEqual({ a: '1', b: '3' });
    expect(options.logs.otlp.headers).toEqual({ a: '1', b: '2' });
  });
});

describe('the environment', () => {
  const environmentOf = (environment: Record<string, string>, byRunner?: string) =>
    parseOptions(environment, { environment: byRunner }).service.environment;
  test('the attribute, then its old key, then NODE_ENV, then what the runner will set', () => {
    const old = 'deployment.environment=old';
    expect(environmentOf({ OTEL_RESOURCE_ATTRIBUTES: `${old},deployment.environment.name=new`, NODE_ENV: 'node' }, 'runner')).toBe('new');
    expect(environmentOf({ OTEL_RESOURCE_ATTRIBUTES: old, NODE_ENV: 'node' }, 'runner')).toBe('old');
    expect(environmentOf({ NODE_ENV: 'node' }, 'runner')).toBe('node');
    expect(environmentOf({}, 'runner')).toBe('runner');
    expect(environmentOf({})).toBe('development');
  });
});

describe('sampling', () => {
  const ratioOf = (environment: Record<string, string>) => parseOptions(environment).traces.sampler;
  test('the ratio depends on the environment', () => {
    expect(ratioOf({})).toEqual({ type: 'parentbased_traceidratio', ratio: 1 });
    expect(ratioOf({ NODE_ENV: 'production' })).toEqual({ type: 'parentbased_traceidratio', ratio: 0.1 });
    expect(ratioOf({ OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=production' })).toMatchObject({ ratio: 0.1 });
    expect(ratioOf({ NODE_ENV: 'staging', PLINTH_SAMPLING_RATIOS: 'staging=0.5' })).toMatchObject({ ratio: 0.5 });
  });
  test('OTEL_TRACES_SAMPLER_ARG beats the environment', () => {
    expect(ratioOf({ NODE_ENV: 'production', OTEL_TRACES_SAMPLER_ARG: '0.25' })).toMatchObject({ ratio: 0.25 });
    expect(ratioOf({ OTEL_TRACES_SAMPLER: 'always_off' })).toEqual({ type: 'always_off' });
  });
});

describe('wrong values of OTEL_*', () => {
  const unusable = (environment: Record<string, string>) => parseOptions(environment).unusable;
  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['OTEL_SDK_DISABLED', '1', /true or false/],
    ['OTEL_SDK_DISABLED', 'yes', /true or false/],
    ['OTEL_PROPAGATORS', 'w3c', /list of tracecontext, baggage, b3/],
    ['OTEL_TRACES_EXPORTER', 'zipkin', /list of otlp, console/],
    ['OTEL_METRICS_EXPORTER', 'console', /list of prometheus, otlp/],
    ['OTEL_TRACES_SAMPLER', 'parentbased_jaeger_remote', /one of always_on/],
    ['OTEL_TRACES_SAMPLER_ARG', '10%', /from 0 to 1/],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5', /from 0 to 1/],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318', /http:\/\/ or https:\/\//],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'unix:/x', /http:\/\/ or https:\/\//],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'thrift', /http\/protobuf, http\/json, grpc/],
    ['OTEL_EXPORTER_OTLP_COMPRESSION', 'zstd', /one of gzip, none/],
    ['OTEL_EXPORTER_OTLP_TIMEOUT', '10s', /whole number/],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=50%off', /percent-encoded/],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api key=1', /that HTTP allows/],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=1%0Ab', /that HTTP allows/],
    ['OTEL_EXPORTER_OTLP_INSECURE', 'yes', /true or false/],
    ['OTEL_RESOURCE_ATTRIBUTES', 'team=a,novalue', /key1=value1/],
    ['OTEL_RESOURCE_ATTRIBUTES', 'team=a b,cost=50%', /percent-encoded/],
    ['OTEL_RESOURCE_ATTRIBUTES', '=x', /key1=value1/],
    ['OTEL_BSP_MAX_QUEUE_SIZE', '-1', /whole number/],
    ['OTEL_BSP_MAX_QUEUE_SIZE', '0', /whole number/],
    ['OTEL_BSP_SCHEDULE_DELAY', '1.5', /whole number/],
    ['OTEL_SPAN_EVENT_COUNT_LIMIT', 'many', /whole number/],
  ];
  test.each(wrong)('%s=%s is told of, and counts as unset', (name, value, rule) => {
    const { unusable: told, ...options } = parseOptions({ [name]: value });
    expect(told).toEqual([{ path: name, message: expect.stringMatching(rule) }]);
    expect({ ...options, unusable: [] }).toEqual(parseOptions({}));
  });

  test('the value is shown, unless it may hold credentials', () => {
    expect(unusable({ OTEL_TRACES_SAMPLER: 'sometimes' })[0]?.message).toContain('"sometimes"');
    expect(unusable({ OTEL_EXPORTER_OTLP_HEADERS: 'authorization Bearer abc' })[0]?.message).not.toContain('abc');
    expect(unusable({ OTEL_EXPORTER_OTLP_ENDPOINT: 'ftp://user:abc@host' })[0]?.message).not.toContain('abc');
  });

  test('what is known of a list is used', () => {
    const environment = {
      OTEL_PROPAGATORS: 'b3,tracecontext,w3c,b3',
      OTEL_TRACES_EXPORTER: 'zipkin,console',
      OTEL_METRICS_EXPORTER: 'none,otlp',
      OTEL_LOGS_EXPORTER: 'OTLP, Console',
    };
    const { propagators, traces, metrics, logs, unusable: told } = parseOptions(environment);
    expect(propagators).toEqual(['b3', 'tracecontext']);
    expect(traces.exporters).toEqual(['console']);
    expect(metrics.exporters).toEqual(['otlp']);
    expect(logs.exporters).toEqual(['otlp', 'console']);
    expect(told.map(({ path }) => path)).toEqual(['OTEL_PROPAGATORS', 'OTEL_TRACES_EXPORTER', 'OTEL_METRICS_EXPORTER']);
  });

  test('the argument of a sampler that is not known, or takes none, is not judged', () => {
    const told = unusable({ OTEL_TRACES_SAMPLER: 'jaeger_remote', OTEL_TRACES_SAMPLER_ARG: 'endpoint=http://jaeger:5778' });
    expect(told.map(({ path }) => path)).toEqual(['OTEL_TRACES_SAMPLER']);
    expect(unusable({ OTEL_TRACES_SAMPLER: 'always_on', OTEL_TRACES_SAMPLER_ARG: 'x' })).toEqual([]);
  });

  test('a wrong value of one signal gives way to that of all signals', () => {
    const environment = { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'x', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
    expect(parseOptions(environment).traces.otlp.protocol).toBe('http/json');
  });

  test('an endpoint of a signal that is not pushed is not judged', () => {
    expect(unusable({ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toEqual([]);
    expect(unusable({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'collector:4318' })).toEqual([]);
  });

  test('a queue smaller than a batch makes the batch smaller; both together are told of', () => {
    const { traces, unusable: told } = parseOptions({ OTEL_BSP_MAX_QUEUE_SIZE: '100' });
    expect([traces.batch.maxBatchSize, told]).toEqual([100, []]);
    const both = parseOptions({ OTEL_BLRP_MAX_QUEUE_SIZE: '10', OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '20' });
    expect(both.logs.batch.maxBatchSize).toBe(10);
    expect(both.unusable).toMatchObject([{ path: 'OTEL_BLRP_MAX_EXPORT_BATCH_SIZE' }]);
  });
});

describe('values of OTEL_* that the specification allows', () => {
  test('true in any case; an enum in any case', () => {
    expect(parseOptions({ OTEL_SDK_DISABLED: 'TRUE' }).disabled).toBe(true);
    expect(parseOptions({ OTEL_TRACES_SAMPLER: 'ALWAYS_ON' }).traces.sampler).toEqual({ type: 'always_on' });
    expect(parseOptions({ OTEL_EXPORTER_OTLP_PROTOCOL: 'HTTP/JSON' }).traces.otlp.protocol).toBe('http/json');
  });

  test('a limit of 0, and a very large one', () => {
    const limits = (environment: Record<string, string>) => parseOptions(environment).traces.limits;
    expect(limits({ OTEL_SPAN_EVENT_COUNT_LIMIT: '0' }).eventCount).toBe(0);
    expect(limits({ OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '2147483647' }).attributeValueLength).toBe(2_147_483_647);
  });

  test('general limits hold where those of spans are not set', () => {
    const environment = { OTEL_ATTRIBUTE_COUNT_LIMIT: '7', OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '70' };
    expect(parseOptions(environment).traces.limits).toMatchObject({
      attributeCount: 7,
      attributeValueLength: 70,
      eventAttributeCount: 128,
    });
    const own = { OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '8', OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: '3', OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: '0' };
    const { limits } = parseOptions({ ...environment, ...own }).traces;
    expect(limits).toMatchObject({ attributeCount: 8, eventAttributeCount: 3, linkAttributeCount: 0 });
  });

  test('a timeout of 0 is no timeout', () => {
    const { otlp, batch } = parseOptions({ OTEL_EXPORTER_OTLP_TIMEOUT: '0', OTEL_BSP_EXPORT_TIMEOUT: '0' }).traces;
    expect([otlp.timeoutMs, batch.timeoutMs]).toEqual([2_147_483_647, 2_147_483_647]);
  });

  test('keys and values are percent-decoded; a value may hold an equals sign', () => {
    expect(parseOptions({ OTEL_RESOURCE_ATTRIBUTES: 'a%2Cb=1%202,c=,d=e=f,' }).resourceAttributes).toEqual({
      'a,b': '1 2',
      c: '',
      d: 'e=f',
    });
    expect(parseOptions({ OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Basic%20dXNlcjpwYXNz==' }).traces.otlp.headers).toEqual({
      Authorization: 'Basic dXNlcjpwYXNz==',
    });
  });
});

describe('endpoints', () => {
  const urlOf = (environment: Record<string, string>) => parseOptions(environment).traces.otlp.url;
  test.each([
    ['http://c:1', 'http://c:1/v1/traces'],
    ['http://c:1/', 'http://c:1/v1/traces'],
    ['https://c/otlp/', 'https://c/otlp/v1/traces'],
    ['https://c/otlp?token=a/b', 'https://c/otlp/v1/traces?token=a/b'],
    ['https://c?token=abc', 'https://c/v1/traces?token=abc'],
    ['http://user:pa%40ss@c:1', 'http://user:pa%40ss@c:1/v1/traces'],
    ['HTTP://C:1/A', 'HTTP://C:1/A/v1/traces'],
    ['http://[::1]:4318/#part', 'http://[::1]:4318/v1/traces'],
  ])('the base %s', (base, url) => expect(urlOf({ OTEL_EXPORTER_OTLP_ENDPOINT: base })).toBe(url));

  test.each(['http://c:1', 'http://c:1/ingest/', 'https://c/x//?a=b'])('%s of one signal is used as it is', (url) => {
    expect(urlOf({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url })).toBe(url);
  });

  test.each([
    ['collector:4317', 'https://collector:4317', 'http://collector:4317'],
    ['collector', 'https://collector', 'http://collector:4317'],
    ['collector.observability.svc:4317', 'https://collector.observability.svc:4317', 'http://collector.observability.svc:4317'],
    ['[::1]:4317', 'https://[::1]:4317', 'http://[::1]:4317'],
    ['10.0.0.1:4317', 'https://10.0.0.1:4317', 'http://10.0.0.1:4317'],
    ['dns:///collector:4317', 'https://collector:4317', 'http://collector:4317'],
    ['dns://8.8.8.8/collector:4317', 'https://collector:4317', 'http://collector:4317'],
    ['dns:collector:4317', 'https://collector:4317', 'http://collector:4317'],
    ['ipv4:10.0.0.1:4317,10.0.0.2:4317', 'https://10.0.0.1:4317', 'http://10.0.0.1:4317'],
    ['ipv6:[::1]:4317', 'https://[::1]:4317', 'http://[::1]:4317'],
    ['ipv6:::1', 'https://[::1]', 'http://[::1]:4317'],
    ['passthrough:///collector:4317', 'https://collector:4317', 'http://collector:4317'],
    ['unix:///var/run/otel.sock', 'unix:/var/run/otel.sock', 'unix:/var/run/otel.sock'],
    ['unix:relative.sock', 'unix:relative.sock', 'unix:relative.sock'],
    ['unix-abstract:otel', 'unix:\0otel', 'unix:\0otel'],
    ['http://collector:4317/ignored', 'http://collector:4317', 'http://collector:4317'],
    ['https://collector', 'https://collector', 'https://collector'],
  ])('gRPC: %s', (endpoint, secure, insecure) => {
    const environment = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
    expect(urlOf(environment)).toBe(secure);
    expect(urlOf({ ...environment, OTEL_EXPORTER_OTLP_INSECURE: 'true' })).toBe(insecure);
    expect(parseOptions(environment).unusable).toEqual([]);
  });

  test.each(['xds:///collector', 'a b', 'collector:99999', 'unix:', ':4317', 'grpc://collector:4317'])('gRPC: not %s', (endpoint) => {
    const environment = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
    expect(urlOf(environment)).toBe('http://localhost:4317');
    expect(parseOptions(environment).unusable).toMatchObject([{ path: 'OTEL_EXPORTER_OTLP_ENDPOINT' }]);
  });
});

describe('wrong values of PLINTH_*', () => {
  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['PLINTH_ADMIN_PORT', '70000', /0 to 65535/],
    ['PLINTH_ADMIN_PORT', 'http', /0 to 65535/],
    ['PLINTH_LOG_LEVEL', 'loud', /one of error/],
    ['PLINTH_KEEP_ON_ERROR', '1', /true or false/],
    ['PLINTH_SAMPLING_RATIOS', 'production=2', /ratios from 0 to 1/],
    ['PLINTH_PROPAGATION_HOSTS', 'http://api', /host names/],
    ['PLINTH_HTTP_IGNORE_PATHS', 'healthz', /paths, each like/],
    ['PLINTH_HTTP_IGNORE_PATHS', '/a,/*/b', /paths, each like/],
    ['PLINTH_HTTP_IGNORE_PATHS', '/a?b=1', /paths, each like/],
    ['PLINTH_SHUTDOWN_TIMEOUT', '5s', /whole number/],
  ];
  test.each(wrong)('%s=%s stops the start, and is named with its value and its rule', (name, value, rule) => {
    expect(problemsOf({ [name]: value })).toEqual([{ path: name, message: expect.stringMatching(rule) }]);
    expect(problemsOf({ [name]: value })[0]?.message).toContain(JSON.stringify(value));
  });

  test('all problems are reported at once', () => {
    expect(problemsOf({ PLINTH_ADMIN_PORT: 'x', PLINTH_LOG_LEVEL: 'y', OTEL_TRACES_SAMPLER: 'z' }).map(({ path }) => path)).toEqual([
      'PLINTH_ADMIN_PORT',
      'PLINTH_LOG_LEVEL',
    ]);
  });

  test('a misspelt variable of ours is named; those of others are left alone', () => {
    expect(problemsOf({ PLINTH_ADMIN_PROT: '1' })).toMatchObject([{ message: expect.stringContaining('PLINTH_ADMIN_PORT') }]);
    expect(problemsOf({ PLINTH_SERVICE_HOST: '10.0.0.1' })).toEqual([]);
  });

  test('the error has its code, every path and what to do', () => {
    expect(() => parseOptions({ PLINTH_ADMIN_PORT: 'x' })).toThrow(/^node\.options_invalid: .*\n {2}- PLINTH_ADMIN_PORT: .*\n {2}correct/);
  });
});

describe('redaction', () => {
  test('masks by default', () => {
    expect(parseOptions({}).redaction).toEqual({ allowKeys: [], action: 'mask', hashKey: undefined });
  });

  test('hash needs a key', () => {
    expect(problemsOf({ PLINTH_REDACTION_ACTION: 'hash' })).toEqual([
      { path: 'PLINTH_REDACTION_HASH_KEY', message: 'must be set where PLINTH_REDACTION_ACTION is hash' },
    ]);
    expect(parseOptions({ PLINTH_REDACTION_ACTION: 'hash', PLINTH_REDACTION_HASH_KEY: 'k'.repeat(16) }).redaction).toMatchObject({
      action: 'hash',
      hashKey: 'k'.repeat(16),
    });
  });

  test('a short key is refused, and not shown', () => {
    const problems = problemsOf({ PLINTH_REDACTION_ACTION: 'hash', PLINTH_REDACTION_HASH_KEY: 'too-short' });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toBe('must have 16 characters or more, (value not shown)');
  });
});

test.each(['short', 'sixteen with blank', 'umlaut-in-tökens-x'])(
  'a token that no header can carry, or that is short, is refused and not shown: %s',
  (token) => {
    expect(problemsOf({ PLINTH_ADMIN_TOKEN: token })).toEqual([
      { path: 'PLINTH_ADMIN_TOKEN', message: 'must have 16 characters or more, printable ASCII without spaces, (value not shown)' },
    ]);
  },
);

describe('trust in callers', () => {
  test.each([
    ['untrusted', { ports: {}, otherwise: 'untrusted' }],
    ['8080=untrusted, 9090=trusted', { ports: { 8080: 'untrusted', 9090: 'trusted' }, otherwise: 'trusted' }],
    ['untrusted,9090=Trusted', { ports: { 9090: 'trusted' }, otherwise: 'untrusted' }],
  ])('%s', (text, inboundTrust) => {
    expect(parseOptions({ PLINTH_INBOUND_TRUST: text }).inboundTrust).toEqual(inboundTrust);
  });

  test('by default everybody is trusted', () => {
    expect(parseOptions({}).inboundTrust).toEqual({ ports: {}, otherwise: 'trusted' });
  });

  test.each([
    'no',
    '8080',
    '8080=',
    '0=trusted',
    '70000=trusted',
    '8080=trusted,8080=untrusted',
    'trusted,untrusted',
    '8080:untrusted',
    ',',
  ])('not %s', (text) => {
    const [problem] = problemsOf({ PLINTH_INBOUND_TRUST: text });
    expect(problem?.path).toBe('PLINTH_INBOUND_TRUST');
    expect(problem?.message).toMatch(/^must be trusted or untrusted/);
  });
});
