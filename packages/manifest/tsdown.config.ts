import { defineConfig } from 'tsdown';
import { buildConfig } from '../../tsdown.base.ts';

export default defineConfig({
  ...buildConfig,
  // The second is the program of a process of its own.
  entry: { index: 'src/index.ts', 'catalog-process': 'src/catalogs/catalog-process.ts' },
});
