// What an API server knows of its kinds, as JSON Schemas that also refuse a field that it does not know.

export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** Of a kind in one of its versions: `path` is `<group>/<kind>_<version>.json` in lower case, the core group is `v1`. */
export interface KindSchema {
  readonly path: string;
  readonly schema: JsonSchema;
}

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

interface Definition extends JsonSchema {
  readonly properties?: JsonSchema;
  readonly 'x-kubernetes-group-version-kind'?: readonly Kind[];
}

export interface Swagger {
  readonly definitions: Readonly<Record<string, Definition>>;
}

export interface CustomResourceDefinition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Definition } }[];
  };
}

/** What Swagger 2 has no words for. */
const wider: Readonly<Record<string, JsonSchema>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: ['string', 'number'] },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: ['string', 'integer'] },
};

/** One for every kind that an object can have; each stands alone. */
export function buildKindSchemas({ definitions }: Swagger): readonly KindSchema[] {
  const strict = Object.fromEntries(Object.entries(definitions).map(([name, each]) => [name, wider[name] ?? closeObjects(each)]));
  return Object.entries(definitions).flatMap(([name, definition]) => {
    const [kind, ...others] = definition['x-kubernetes-group-version-kind'] ?? [];
    // Options of a request have the kinds of all groups, and no metadata.
    if (kind === undefined || others.length > 0 || definition.properties?.['metadata'] === undefined) return [];
    const used = Object.fromEntries([...collectNames(strict, name)].map((each) => [each, strict[each]]));
    return [buildKindSchema(kind, { ...strict[name], definitions: used })];
  });
}

export function buildCustomSchemas({ spec }: CustomResourceDefinition): readonly KindSchema[] {
  return spec.versions.map(({ name, schema }) =>
    buildKindSchema({ group: spec.group, version: name, kind: spec.names.kind }, closeObjects(schema.openAPIV3Schema)),
  );
}

function buildKindSchema({ group, version, kind }: Kind, schema: JsonSchema): KindSchema {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const properties = { ...(schema['properties'] as JsonSchema), apiVersion: { const: apiVersion }, kind: { const: kind } };
  return {
    path: `${group === '' ? version : group}/${kind.toLowerCase()}_${version}.json`,
    schema: { ...schema, properties, required: ['apiVersion', 'kind', 'metadata'] },
  };
}

/** Without texts; an object whose fields are known has no others. */
function closeObjects(schema: JsonSchema): JsonSchema {
  const { properties, items, additionalProperties, nullable, ...rest } = schema;
  const closed: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest).filter(([keyword]) => keyword !== 'description' && !keyword.startsWith('x-')),
  );
  if (isSchema(properties))
    closed['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, each]) => [name, isSchema(each) ? closeObjects(each) : each]),
    );
  if (isSchema(items)) closed['items'] = closeObjects(items);
  if (isSchema(additionalProperties)) closed['additionalProperties'] = closeObjects(additionalProperties);
  else if (properties !== undefined && schema['x-kubernetes-preserve-unknown-fields'] !== true) closed['additionalProperties'] = false;
  if (nullable === true) closed['type'] = [schema['type'], 'null'];
  return closed;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null;
}

function collectNames(definitions: Readonly<Record<string, JsonSchema | undefined>>, from: string, found = new Set<string>()): Set<string> {
  const references = [...JSON.stringify(definitions[from]).matchAll(/"#\/definitions\/([^"]+)"/g)].map(([, name = '']) => name);
  for (const name of references) {
    if (found.has(name)) continue;
    found.add(name);
    collectNames(definitions, name, found);
  }
  return found;
}
