import { defineConfig } from 'tsdown';

// One small file for each entry point over one bundle of the SDK: an unbundled start reads some 280 files.
// winston, prom-client and the API stay outside: the service has them too, and must have the same ones.
export default defineConfig({
  entry: ['src/index.ts', 'src/register.ts', 'src/queue.ts', 'src/testing.ts', 'src/doctor.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node22.18',
  dts: true,
  fixedExtension: false,
  sourcemap: true,
  outputOptions: {
    chunkFileNames: '[name].js',
    // What the entry points share, with all that it imports.
    codeSplitting: { groups: [{ name: 'sdk', test: /src\/(start|detached|traces\/span|lifecycle\/[a-z-]+|doctor\/[a-z-]+)\.ts$/ }] },
  },
});
