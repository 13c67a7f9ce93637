import { expect, test } from 'vitest';
import { buildCustomSchemas, buildKindSchemas } from './json-schema.ts';

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const quantity = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

test('a kind stands alone, refuses unknown fields, and knows its own name', () => {
  const [schema, ...others] = buildKindSchemas({
    definitions: {
      'io.k8s.api.apps.v1.Thing': {
        description: 'A thing.',
        type: 'object',
        properties: {
          metadata: { $ref: `#/definitions/${meta}` },
          size: { $ref: `#/definitions/${quantity}` },
          description: { type: 'string' },
        },
        'x-kubernetes-group-version-kind': [{ group: 'apps', version: 'v1', kind: 'Thing' }],
      },
      [meta]: { type: 'object', properties: { labels: { type: 'object', additionalProperties: { type: 'string' } } } },
      [quantity]: { type: 'string' },
      unused: { type: 'object' },
      options: { properties: {}, 'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Options' }] },
    },
  });
  expect(others).toEqual([]);
  expect(schema).toEqual({
    path: 'apps/thing_v1.json',
    schema: {
      type: 'object',
      properties: {
        apiVersion: { const: 'apps/v1' },
        kind: { const: 'Thing' },
        metadata: { $ref: `#/definitions/${meta}` },
        size: { $ref: `#/definitions/${quantity}` },
        description: { type: 'string' },
      },
      additionalProperties: false,
      required: ['apiVersion', 'kind', 'metadata'],
      definitions: {
        [meta]: {
          type: 'object',
          properties: { labels: { type: 'object', additionalProperties: { type: 'string' } } },
          additionalProperties: false,
        },
        [quantity]: { type: ['string', 'number'] },
      },
    },
  });
});

test('a custom kind has a schema for each version, and free objects stay free', () => {
  const properties = {
    metadata: { type: 'object' },
    config: { type: 'object', properties: { service: { type: 'object' } }, 'x-kubernetes-preserve-unknown-fields': true },
    port: { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true },
    since: { type: 'string', nullable: true },
  };
  const versions = ['v1', 'v2'].map((name) => ({ name, schema: { openAPIV3Schema: { type: 'object', properties } } }));
  const schemas = buildCustomSchemas({ spec: { group: 'example.com', names: { kind: 'Thing' }, versions } });
  expect(schemas.map(({ path }) => path)).toEqual(['example.com/thing_v1.json', 'example.com/thing_v2.json']);
  expect(schemas[0]?.schema).toMatchObject({
    additionalProperties: false,
    properties: {
      apiVersion: { const: 'example.com/v1' },
      metadata: { type: 'object' },
      config: { type: 'object', properties: { service: { type: 'object' } } },
      port: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
      since: { type: ['string', 'null'] },
    },
  });
  expect(JSON.stringify(schemas[0]?.schema['properties'])).not.toContain('additionalProperties');
});
