import { defineConfig } from 'tsdown';
import { buildConfig } from '../../tsdown.base.ts';

// One small file for each entry point over one bundle of the SDK: an unbundled start reads some 280 files.
// winston, prom-client and the API stay outside: the service has them too, and must have the same ones.
export default defineConfig({
  ...buildConfig,
  entry: {
    index: 'src/index.ts',
    register: 'src/register.ts',
    queue: 'src/queue.ts',
    testing: 'src/testing.ts',
    doctor: 'src/doctor.ts',
    'exit-worker': 'src/export/exit/exit-worker.ts',
  },
  outputOptions: {
    chunkFileNames: '[name].js',
    codeSplitting: {
      groups: [
        // All that the thread at the exit needs, so that it does not load the SDK.
        {
          name: 'transport',
          test: /src\/(export\/transport\/(http-transport|transports?|protobuf-reader)|workarounds\/http-module)\.ts$/,
          priority: 2,
        },
        // What the entry points share, with all that it imports.
        { name: 'sdk', test: /src\/(start|detached|traces\/span|(admin|group|lifecycle|doctor)\/[a-z-]+)\.ts$/, priority: 1 },
      ],
    },
  },
});
