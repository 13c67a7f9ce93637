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
    expect(options.traces.exporter).toBe('otlp');
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
  expect(options.traces).toMatchObject({ exporter: 'none', sampler: { type: 'always_off' } });
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

describe('wrong values', () => {
  const wrong: readonly [string, string, RegExp][] = [
    ['OTEL_SDK_DISABLED', 'yes', /true or false/],
    ['OTEL_TRACES_EXPORTER', 'zipkin', /one of otlp, console, none/],
    ['OTEL_METRICS_EXPORTER', 'prometheus,statsd', /list of prometheus, otlp/],
    ['OTEL_TRACES_SAMPLER', 'sometimes', /one of always_on/],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5', /from 0 to 1/],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318', /http:\/\/ or https:\/\//],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'thrift', /http\/protobuf, http\/json, grpc/],
    ['OTEL_RESOURCE_ATTRIBUTES', 'novalue', /key1=value1/],
    ['OTEL_BSP_MAX_QUEUE_SIZE', '-1', /whole number/],
    ['PLINTH_ADMIN_PORT', '70000', /0 to 65535/],
    ['PLINTH_ADMIN_PORT', 'http', /0 to 65535/],
    ['PLINTH_LOG_LEVEL', 'loud', /one of error/],
    ['PLINTH_SAMPLING_RATIOS', 'production=2', /ratios from 0 to 1/],
    ['PLINTH_PROPAGATION_HOSTS', 'http://api', /host names/],
    ['PLINTH_HTTP_IGNORE_PATHS', 'healthz', /paths, each like/],
    ['PLINTH_HTTP_IGNORE_PATHS', '/a,/*/b', /paths, each like/],
    ['PLINTH_HTTP_IGNORE_PATHS', '/a?b=1', /paths, each like/],
    ['PLINTH_SHUTDOWN_TIMEOUT', '5s', /whole number/],
  ];
  test.each(wrong)('%s=%s is named with its value and its rule', (name, value, rule) => {
    expect(problemsOf({ [name]: value })).toEqual([{ path: name, message: expect.stringMatching(rule) }]);
    expect(problemsOf({ [name]: value })[0]?.message).toContain(JSON.stringify(value));
  });

  test('all problems are reported at once', () => {
    expect(problemsOf({ PLINTH_ADMIN_PORT: 'x', OTEL_TRACES_EXPORTER: 'y' }).map((problem) => problem.path)).toEqual([
      'OTEL_TRACES_EXPORTER',
      'PLINTH_ADMIN_PORT',
    ]);
  });

  test('a value that may hold credentials is not shown', () => {
    const [problem] = problemsOf({ OTEL_EXPORTER_OTLP_HEADERS: 'authorization Bearer abc' });
    expect(problem?.message).not.toContain('abc');
  });

  test('a batch larger than its queue is refused', () => {
    expect(problemsOf({ OTEL_BSP_MAX_QUEUE_SIZE: '10' })).toMatchObject([{ path: 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE' }]);
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
