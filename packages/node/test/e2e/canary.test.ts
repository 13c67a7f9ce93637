import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readSecrets, type Secret } from '../canary/corpus.ts';
import { buildNeedle, findLeaks, type Needle } from '../canary/search.ts';
import { runCanary, sinks, type Output, type Sink } from './canary-run.ts';

// Passwords of the texts are in no field of their own, and look like nothing.
const secrets = readSecrets().filter((secret) => secret.class !== 'unnamed' && secret.kind !== 'password in text');
const classes = new Map(secrets.map(({ id, class: kind }) => [id, kind]));

/** The domain of an address is no secret of its own. */
function needleOf({ id, core, value }: Secret): Needle {
  const at = value.indexOf('@');
  return buildNeedle(id, core, at === -1 ? '' : value.slice(at + 1));
}

const needles = secrets.map(needleOf);

describe('the corpus through a service', () => {
  let output: Output;
  beforeAll(async () => {
    output = await runCanary(secrets);
  }, 60_000);

  test.each(sinks.filter((sink) => sink !== 'stderr'))('%s has something to search', (sink) => {
    expect(output[sink].length).toBeGreaterThan(10_000);
  });

  test.each(sinks)('%s: nothing that has a name or check digits', (sink) => {
    expect(findLeaks(output[sink], needles).filter(({ id }) => classes.get(id) !== 'pattern')).toEqual([]);
  });

  test('of what only a pattern can find, these are missed', () => {
    const missed = new Set(sinks.flatMap((sink) => findLeaks(output[sink], needles).map(({ id }) => id)));
    expect([...missed].toSorted()).toEqual([
      // Joined to other path segments by an encoded slash.
      'vendor key/aws secret key',
      // Issuers that no pattern was made for.
      'vendor key/azure storage key',
      'vendor key/databricks token',
      'vendor key/mailgun key',
      'vendor key/new relic key',
      'vendor key/slack webhook',
    ]);
  });
});

/** One of each kind is enough to show that a sink leaks. */
const few = secrets.filter(
  ({ kind, class: group }, index) => group !== 'pattern' && secrets.findIndex((other) => other.kind === kind) === index,
);

// The twin of the test above: where redaction is switched off at one place, the sinks behind it leak, and only these.
describe('redaction switched off', () => {
  const logSinks: Sink[] = ['stdout', 'own transport and format', 'OTLP logs'];
  const metricSinks: Sink[] = ['OTLP metrics', '/metrics as text', '/metrics as OpenMetrics'];
  test.each<[string, Sink[]]>([
    ['logs', logSinks],
    ['log baggage', logSinks],
    ['spans', ['OTLP traces']],
    ['metrics', metricSinks],
    ['outgoing baggage', ['outgoing headers']],
    // The id goes everywhere.
    ['correlation id', [...logSinks, 'OTLP traces', 'response headers']],
  ])('%s', { timeout: 30_000 }, async (place, leaking) => {
    const sabotage = join(import.meta.dirname, 'fixtures/canary-sabotage.mjs');
    const output = await runCanary(few, { CANARY_SABOTAGE: place }, ['--import', sabotage]);
    const found = sinks.filter((sink) => findLeaks(output[sink], few.map(needleOf)).length > 0);
    expect(found).toEqual(sinks.filter((sink) => leaking.includes(sink)));
  });
});

describe.each(['hash', 'drop'])('PLINTH_REDACTION_ACTION=%s', (action) => {
  test('nothing leaks either', { timeout: 30_000 }, async () => {
    const output = await runCanary(few, { PLINTH_REDACTION_ACTION: action, PLINTH_REDACTION_HASH_KEY: 'a key of the test' });
    expect(sinks.flatMap((sink) => findLeaks(output[sink], few.map(needleOf)))).toEqual([]);
    expect(output.stdout.includes('[HASH:')).toBe(action === 'hash');
  });
});
