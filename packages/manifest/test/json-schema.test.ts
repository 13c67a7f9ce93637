import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildPlatformJsonSchema } from '../src/platform/platform-schema.ts';
import { buildServiceJsonSchema } from '../src/service/service-schema.ts';

const schemas = [
  ['plinth.platform.schema.json', buildPlatformJsonSchema()],
  ['plinth.service.schema.json', buildServiceJsonSchema()],
] as const;

// `npx vitest run -u` writes them again.
test.each(schemas)('the published %s is that of the code', async (name, schema) => {
  const text = `${JSON.stringify(schema, undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, '../schema', name));
});

test.each(schemas)('%s: every map of the format is described', (_name, schema) => {
  const undescribed: string[] = [];
  const walk = (part: Record<string, unknown>, path: string): void => {
    for (const [key, value] of Object.entries((part['properties'] ?? {}) as Record<string, Record<string, unknown>>)) {
      walk(value, `${path}.${key}`);
    }
    if (typeof part['additionalProperties'] === 'object') walk(part['additionalProperties'] as Record<string, unknown>, `${path}.*`);
    if (typeof part['items'] === 'object') walk(part['items'] as Record<string, unknown>, `${path}[]`);
    if (part['type'] === 'object' && part['description'] === undefined && part['additionalProperties'] === false) undescribed.push(path);
  };
  walk(schema, '');
  expect(undescribed.filter((path) => !/\[\]$|\.\*$|\.attribute$/.test(path))).toEqual([]);
});
