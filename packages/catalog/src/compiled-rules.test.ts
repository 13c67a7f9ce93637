// The compiler and the start agree: each definition that does not compile is refused at start too.
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { CatalogError, defineTelemetry, type TelemetryCatalog, type TelemetryInput } from './index.ts';

const source = readFileSync(new URL('compiled-rules.test-d.ts', import.meta.url), 'utf8');

/** What the lines of the type tests refer to. */
const parts = {
  text: { help: 'Some text', owner: 'shop' },
  currency: { type: 'string', class: 'public', values: ['EUR', 'USD'] },
  amount: { type: 'number', class: 'internal' },
  plain: { type: 'string', class: 'internal' },
  paid: { type: 'boolean', class: 'public' },
  age: { type: 'number', class: 'personal' },
  measure: { name: 'a.c', unit: 's', help: 'x' },
};

/** Defines what a line of the type tests writes; the line is plain JavaScript. */
function define(definition: string): TelemetryCatalog {
  return defineTelemetry(runInNewContext(`(${definition})`, parts) as TelemetryInput);
}

// The definitions after these functions are made of parts that only the type tests have.
const [functions = ''] = source.split('// A definition in parts');
const definitions = [...functions.matchAll(/^ {2}(?:\/\/ @ts-expect-error ([^\n]*)\n {2})?defineTelemetry\(([\s\S]*?)\);\n/gm)].map(
  ([, reason, definition = '']) => ({ reason, definition }),
);
const refused = definitions.filter(({ reason }) => reason !== undefined);
const accepted = definitions.filter(({ reason }) => reason === undefined);

test('the type tests are found', () => {
  expect(refused).toHaveLength(functions.split('@ts-expect-error').length - 1);
  expect(refused.length).toBeGreaterThan(35);
  expect(accepted.length).toBeGreaterThan(5);
});

test.each(refused)('refused at start: $reason', ({ definition }) => {
  expect(() => define(definition)).toThrow(CatalogError);
});

test.each(accepted)('accepted at start: $definition', ({ definition }) => {
  expect(define(definition)).toHaveProperty('metrics');
});
