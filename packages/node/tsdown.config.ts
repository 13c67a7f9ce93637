import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'tsdown';
import { buildConfig, commonJsConfig } from '../../tsdown.base.ts';

// One small file for each entry point over one bundle of the SDK: an unbundled start reads some 280 files.
// winston, prom-client and the API stay outside: the service has them too, and must have the same ones.
const entry = {
  index: 'src/index.ts',
  register: 'src/register.ts',
  queue: 'src/queue.ts',
  testing: 'src/testing.ts',
  doctor: 'src/doctor.ts',
};

const groups = [
  // All that the thread at the exit needs, so that it does not load the SDK.
  {
    name: 'transport',
    test: /src\/(export\/transport\/(http-transport|transports?|protobuf-reader)|workarounds\/(http-module|node-version))\.ts$/,
    priority: 2,
  },
  // What the entry points share, with all that it imports.
  { name: 'sdk', test: /src\/(start|detached|traces\/span|(admin|group|lifecycle|doctor)\/[a-z-]+)\.ts$/, priority: 1 },
];

// What an entry point needs where the other build has started the SDK.
const runtimeGroup = { name: 'runtime', test: /src\/(errors|runtime|detached-on-demand|logs\/late-logger)\.ts$/, priority: 3 };

// The service installs it where OTEL_CONFIG_FILE wants it.
const declaredSdk = '@opentelemetry/sdk-node';

const folder = import.meta.dirname;
const onDemand = join(folder, 'src/detached-on-demand.ts');

/**
 * Gives the declarations of the CommonJS build a folder of their own. Next.js takes the whole of dist for what a deployment may load, and
 * refuses a declaration that is no CommonJS in spite of its name.
 */
function moveDeclarations(): void {
  mkdirSync(join(folder, 'types'), { recursive: true });
  for (const name of readdirSync(join(folder, 'dist')).filter((file) => file.endsWith('.d.cts')))
    renameSync(join(folder, 'dist', name), join(folder, 'types', name));
}

export default defineConfig([
  {
    ...buildConfig,
    entry: { ...entry, 'exit-worker': 'src/export/exit/exit-worker.ts' },
    outputOptions: { chunkFileNames: '[name].js', codeSplitting: { groups } },
    deps: { neverBundle: [declaredSdk] },
  },
  {
    ...commonJsConfig,
    entry: { ...entry, register: 'src/preload.ts', detached: 'src/detached.ts' },
    outputOptions: { chunkFileNames: '[name].cjs', codeSplitting: { groups: [runtimeGroup, ...groups] } },
    dts: { entry: ['src/{index,queue,testing,doctor,preload}.ts'] },
    onSuccess: moveDeclarations,
    deps: { neverBundle: [declaredSdk, './detached.cjs'] },
    plugins: [
      {
        name: 'detached-on-demand',
        resolveId: (source, importer) =>
          source === './detached.ts' && importer !== undefined && /\/(index|queue|testing)\.ts$/.test(importer) ? onDemand : null,
      },
    ],
  },
]);
