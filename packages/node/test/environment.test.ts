// The table of variables is the only place where a default stands, and it names every variable that the SDK reads.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseOptions } from '../src/options/parse-options.ts';
import type { AnyVariable } from '../src/options/variable.ts';
import { otlpEndpoints } from '../src/options/endpoints.ts';
import { unnamedService, variables } from '../src/options/variables.ts';
import { renderSetting } from './options-table.ts';

const rows: readonly (readonly [string, AnyVariable])[] = Object.entries(variables);

/** Each shows options that the others do not. */
const environments: readonly Readonly<Record<string, string>>[] = [
  {},
  { PLINTH_KEEP_ON_ERROR: 'true' },
  { PLINTH_REDACTION_ACTION: 'hash', PLINTH_REDACTION_HASH_KEY: 'k'.repeat(16) },
];

const preset = rows.flatMap(([name, row]) => {
  const setting = 'default' in row ? renderSetting(row.default) : '';
  return setting === '' ? [] : [[name, setting] as const];
});

test('most variables have a default that can be set', () => expect(preset.length).toBeGreaterThan(35));

test.each(preset)('%s=%s, its default, changes nothing', (name, setting) => {
  for (const environment of environments) {
    expect(parseOptions({ [name]: setting, ...environment })).toEqual(parseOptions(environment));
  }
});

test('an empty list or text is what holds where a list is not set', () => {
  const { logs, propagationHosts, redaction, resourceAttributes, traces } = parseOptions({});
  expect([logs.baggageKeys, propagationHosts, redaction.allowKeys, resourceAttributes, traces.otlp.headers]).toEqual([
    variables.PLINTH_LOG_BAGGAGE_KEYS.default,
    variables.PLINTH_PROPAGATION_HOSTS.default,
    variables.PLINTH_REDACTION_ALLOW_KEYS.default,
    variables.OTEL_RESOURCE_ATTRIBUTES.default,
    variables.OTEL_EXPORTER_OTLP_HEADERS.default,
  ]);
});

test('what is computed: the name of the service, the endpoint by its transport, the ratio of an environment that nobody named', () => {
  expect(parseOptions({}).service.name).toBe(unnamedService);
  expect(parseOptions({}).traces.otlp.url).toBe(`${otlpEndpoints.http}/v1/traces`);
  expect(parseOptions({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }).traces.otlp.url).toBe(otlpEndpoints.grpc);
  expect(parseOptions({ NODE_ENV: 'constructor' }).traces.sampler).toMatchObject({
    ratio: variables.PLINTH_SAMPLING_RATIOS.default.otherwise,
  });
});

const candidates = [
  'true', '1', '777', '70000', '0.5', 'a=1', 'production=0.5,development=0.5', 'otlp', 'console', 'none', 'baggage', 'always_off', 'http/json', 'gzip',
  'http://collector:1', 'debug', 'untrusted', 'drop', 'some-text-of-25-characters', '/healthz',
]; // prettier-ignore

/** Whether a value of the variable is in the options. */
function changesOptions(name: string): boolean {
  return environments.some((environment) =>
    candidates.some((text) => {
      try {
        return JSON.stringify(parseOptions({ ...environment, [name]: text })) !== JSON.stringify(parseOptions(environment));
      } catch {
        return false;
      }
    }),
  );
}

/** Variables that others than the options read. */
const readElsewhere = [
  'PLINTH_GROUP_DIRECTORY', 'NODE_OPTIONS', 'NODE_TEST_CONTEXT', 'KUBERNETES_SERVICE_HOST',
  'NX_FILE_TO_RUN', 'NX_WORKSPACE_ROOT', 'NX_TASK_TARGET_PROJECT', 'pm_exec_path', 'pm2_env', 'npm_package_name', 'npm_package_version',
]; // prettier-ignore

test.each(rows.map(([name]) => name))('%s, once set, is seen in the options', (name) => {
  expect(changesOptions(name)).toBe(!readElsewhere.includes(name));
});

/** Names of variables that a text reads, and reads of names that are known only when it runs. */
function findReads(text: string): { readonly names: string[]; readonly open: string[] } {
  const quoted = [...text.matchAll(/'((?:OTEL|PLINTH|NODE|KUBERNETES)_[A-Z0-9_]*[A-Z0-9])'/g)].map(([, name = '']) => name);
  const accesses = [...text.matchAll(/\benv(?:ironment)?(?:\??\.([A-Z][A-Z0-9_]+)|(?:\?\.)?\[([^\]]+)\])/g)];
  const literal = accesses.flatMap(([, property, index = '']) => property ?? /^['"`](\w+)['"`]$/.exec(index)?.[1] ?? []);
  const open = accesses.flatMap(([access, property, index = '']) => (property !== undefined || /^['"`]/.test(index) ? [] : [access]));
  return { names: [...quoted, ...literal], open };
}

describe('what the sources read', () => {
  const folder = join(import.meta.dirname, '../src');
  const sources = globSync('**/*.ts', { cwd: folder })
    .filter((file) => !/\.test(-d)?\.ts$|testdata\//.test(file))
    .map((file) => ({ file: file.replaceAll('\\', '/'), ...findReads(readFileSync(join(folder, file), 'utf8')) }));

  test('every variable that a source names has its row', () => {
    expect(sources.flatMap(({ file, names }) => names.filter((name) => !(name in variables)).map((name) => `${file} ${name}`))).toEqual([]);
    expect(new Set(sources.flatMap(({ names }) => names))).toContain('KUBERNETES_SERVICE_HOST');
  });

  test('a name that is not written out is read in few places', () => {
    expect(sources.filter(({ open }) => open.length > 0).map(({ file }) => file).toSorted()).toEqual([
      'doctor/collect-evidence.ts',
      'group/place.ts',
      'options/config-file.ts',
      'options/parse-options.ts',
    ]); // prettier-ignore
  });

  test.each([
    ["process.env['PLINTH_NEW']", { names: ['PLINTH_NEW', 'PLINTH_NEW'], open: [] }],
    ['process.env.TZ', { names: ['TZ'], open: [] }],
    ["variables.includes('KUBERNETES_PORT')", { names: ['KUBERNETES_PORT'], open: [] }],
    ['process.env[`HOME`]', { names: ['HOME'], open: [] }],
    ['environment[name]', { names: [], open: ['environment[name]'] }],
  ])('%s is found', (text, reads) => expect(findReads(text)).toEqual(reads));
});
