import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ManifestError } from '../errors.ts';
import { parseServiceManifest } from './parse-service.ts';
import { tierDefaults } from './tiers.ts';

const folder = join(import.meta.dirname, '../../testdata/service');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const today = new Date('2026-11-30T12:00:00Z');
const bad = readdirSync(folder).filter((name) => name.endsWith('.bad.yaml'));

function messageOf(text: string, file: string): string {
  try {
    parseServiceManifest(text, file, today);
  } catch (error) {
    if (error instanceof ManifestError) return error.message;
    throw error;
  }
  return '';
}

test.each(bad)('what is wrong is said with its place: %s', async (name) => {
  const text = messageOf(read(name), name);
  expect(text).not.toBe('');
  await expect(`${text}\n`).toMatchFileSnapshot(join(folder, name.replace('.yaml', '.txt')));
});

test('seven lines are a whole manifest', () => {
  expect(parseServiceManifest(read('smallest.yaml'), 'plinth.yaml', today).value).toEqual({
    version: 1,
    name: 'orders',
    owner: 'shop',
    tier: 2,
    kind: 'http',
    port: 8080,
    image: 'registry.shop.example/orders',
    telemetry: 'src/telemetry.ts',
    critical: { 'POST /orders': { routes: ['POST /orders'] } },
    dependsOn: {},
    exceptions: [],
  });
});

test('an exception holds to the end of its last day, and for 180 days at most', () => {
  const until = (date: string): string =>
    messageOf(`${read('smallest.yaml')}exceptions: [{ rule: K009, until: ${date}, because: The rotation is in January }]\n`, 'x.yaml');
  expect(until('2026-11-30')).toBe('');
  expect(until('2026-11-29')).toContain('manifest.exception_expired');
  expect(until('2027-05-29')).toBe('');
  expect(until('2027-05-31')).toContain('manifest.exception_too_long');
  expect(until('2027-02-30')).toContain('manifest.format_wrong');
});

test('a stricter tier never promises less, and each default says why', () => {
  const [one, two, three] = [tierDefaults[1], tierDefaults[2], tierDefaults[3]];
  for (const [strict, lax] of [
    [one, two],
    [two, three],
  ] as const) {
    expect(strict.availability.value).toBeGreaterThan(lax.availability.value);
    expect(strict.jobs.value).toBeGreaterThanOrEqual(lax.jobs.value);
    expect(strict.replicas.value.min).toBeGreaterThan(lax.replicas.value.min);
    expect(strict.latency.value?.seconds).toBeLessThan(lax.latency.value?.seconds ?? Infinity);
    expect(strict.oldestMessage.value).toBeLessThan(lax.oldestMessage.value ?? Infinity);
    expect(strict.page.value.length).toBeGreaterThanOrEqual(lax.page.value.length);
  }
  for (const tier of [one, two, three]) for (const { because } of Object.values(tier)) expect(because).toMatch(/^[A-Z0-9].{15,}\.$/);
});
