// docs/services.md says what the code does.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseServiceManifest } from '../src/service/parse-service.ts';
import { buildServiceJsonSchema } from '../src/service/service-schema.ts';
import { tierDefaults, type TierDefaults } from '../src/service/tiers.ts';

const file = join(import.meta.dirname, '../../../docs/services.md');
const text = readFileSync(file, 'utf8');

test('its manifest is one', () => {
  const block = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  expect(parseServiceManifest(block, 'plinth.yaml', new Date('2026-11-30')).value.name).toBe('storefront');
});

test('it has a row for each key that a person would look up, and no other', () => {
  const rows = [...text.matchAll(/^\| `([a-zA-Z]+)` \|/gm)].map(([, key = '']) => key);
  const keys = Object.keys((buildServiceJsonSchema() as { properties: Record<string, unknown> }).properties);
  expect(rows.toSorted()).toEqual(keys.filter((key) => !['version', 'description', 'port'].includes(key)).toSorted());
});

const names: Readonly<Record<keyof TierDefaults, string>> = {
  availability: 'good requests in 30 days, %',
  latency: 'fast requests in 30 days, %; threshold',
  jobs: 'jobs without an error in 30 days, %',
  oldestMessage: 'age of the oldest message',
  replicas: 'replicas, at least',
  page: 'what wakes somebody up',
  mustHave: 'what it must have',
};

function renderValue(key: keyof TierDefaults, defaults: TierDefaults): string {
  switch (key) {
    case 'latency': {
      const { value } = defaults.latency;
      return value === undefined ? 'nothing' : `${value.objective}; ${value.seconds} s`;
    }
    case 'oldestMessage':
      return defaults.oldestMessage.value === undefined ? 'nothing' : `${defaults.oldestMessage.value / 60} min`;
    case 'replicas':
      return `${defaults.replicas.value.min}${defaults.replicas.value.zones ? ', and one a zone' : ''}`;
    case 'page':
    case 'mustHave':
      return defaults[key].value.join(', ').replaceAll('_', ' ') || 'nothing';
    case 'availability':
    case 'jobs':
      return String(defaults[key].value);
  }
}

/** The table, made from the data. */
function renderTable(): string {
  const rows = (Object.keys(names) as (keyof TierDefaults)[]).flatMap((key) =>
    ([1, 2, 3] as const).map(
      (tier) => `| ${names[key]} | ${tier} | ${renderValue(key, tierDefaults[tier])} | ${tierDefaults[tier][key].because} |`,
    ),
  );
  return ['| what | tier | value | because |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

const place = /(<!-- tiers -->\n)[\s\S]*?(<!-- \/tiers -->)/;

// UPDATE_DOCS=1 writes the table again.
test('its table of defaults is that of the code', () => {
  const expected = text.replace(place, (_, open: string, close: string) => `${open}\n${renderTable()}\n\n${close}`);
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, expected);
  expect(readFileSync(file, 'utf8')).toBe(expected);
});
