// node src/kubernetes-schemas/main.ts <folder> <swagger.json> [<custom resource definition>…]: a file in the folder for every kind.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { buildCustomSchemas, buildKindSchemas, type CustomResourceDefinition, type Swagger } from './json-schema.ts';

const [folder, swagger, ...customs] = process.argv.slice(2);
if (folder === undefined || swagger === undefined)
  throw new Error('usage: main.ts <folder> <swagger.json> [<custom resource definition>…]');
const schemas = [
  ...buildKindSchemas(JSON.parse(readFileSync(swagger, 'utf8')) as Swagger),
  ...customs.flatMap((file) => buildCustomSchemas(parse(readFileSync(file, 'utf8')) as CustomResourceDefinition)),
];
for (const { path, schema } of schemas) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(schema));
}
