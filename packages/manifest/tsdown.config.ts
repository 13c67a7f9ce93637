import { defineConfig } from 'tsdown';

export default defineConfig({
  // The second is the program of a process of its own.
  entry: { index: 'src/index.ts', 'catalog-process': 'src/catalogs/catalog-process.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node22.18',
  dts: true,
  fixedExtension: false,
  sourcemap: true,
});
