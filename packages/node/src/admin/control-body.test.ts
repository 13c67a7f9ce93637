import { expect, test } from 'vitest';
import { parseChange } from './control-body.ts';

const pathsOf = (name: 'log-level' | 'sampling-ratio', body: unknown): readonly string[] => {
  const parsed = parseChange(name, typeof body === 'string' ? body : JSON.stringify(body));
  return 'problems' in parsed ? parsed.problems.map(({ path }) => path) : [];
};

test('good bodies', () => {
  expect(parseChange('log-level', '{"level":"debug","logger":"cards","ttl_seconds":60}')).toEqual({
    change: { setting: { name: 'log-level', logger: 'cards' }, value: 'debug', ttlSeconds: 60 },
  });
  expect(parseChange('sampling-ratio', '{"ratio":0}')).toEqual({
    change: { setting: { name: 'sampling-ratio' }, value: 0, ttlSeconds: 900 },
  });
});

test.each([
  ['', ['body']],
  ['null', ['body']],
  ['[]', ['body']],
  [{}, ['level']],
  [{ level: 'loud' }, ['level']],
  [{ level: 'Debug' }, ['level']],
  [{ level: 'debug', logger: '' }, ['logger']],
  [{ level: 'debug', logger: 'x'.repeat(129) }, ['logger']],
  [{ level: 'debug', ttl_seconds: 0 }, ['ttl_seconds']],
  [{ level: 'debug', ttl_seconds: 86_401 }, ['ttl_seconds']],
  [{ level: 'debug', ttl_seconds: 1.5 }, ['ttl_seconds']],
  [{ level: 'debug', ttl_seconds: '60' }, ['ttl_seconds']],
  ['{"level":"debug","__proto__":{"a":1}}', ['__proto__']],
  [{ level: 1, logger: 2, ttl_seconds: 'x', ttl: 5 }, ['ttl', 'ttl_seconds', 'level', 'logger']],
])('log level: %j', (body, paths) => {
  expect(pathsOf('log-level', body)).toEqual(paths);
});

test.each([
  [{ ratio: 1.01 }],
  [{ ratio: -0.1 }],
  [{ ratio: '1' }],
  [{ ratio: null }],
  [{}],
  ['{"ratio":1e999}'],
  [{ ratio: 1, logger: 'a' }],
])('sampling ratio: %j', (body) => {
  expect(pathsOf('sampling-ratio', body)).toHaveLength(1);
});
