import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildPlatformJsonSchema } from './platform-schema.ts';

// `npx vitest run -u` writes it again.
test('the published JSON Schema is that of the code', async () => {
  const text = `${JSON.stringify(buildPlatformJsonSchema(), undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, '../../schema/plinth.platform.schema.json'));
});

test('every key of the format is described', () => {
  const undescribed: string[] = [];
  const walk = (schema: Record<string, unknown>, path: string): void => {
    for (const [key, value] of Object.entries((schema['properties'] ?? {}) as Record<string, Record<string, unknown>>)) {
      walk(value, `${path}.${key}`);
    }
    if (typeof schema['additionalProperties'] === 'object') walk(schema['additionalProperties'] as Record<string, unknown>, `${path}.*`);
    if (typeof schema['items'] === 'object') walk(schema['items'] as Record<string, unknown>, `${path}[]`);
    if (schema['type'] === 'object' && schema['description'] === undefined && schema['additionalProperties'] === false)
      undescribed.push(path);
  };
  walk(buildPlatformJsonSchema(), '');
  expect(undescribed.filter((path) => !/\[\]$|\.\*$|\.attribute$/.test(path))).toEqual([]);
});
