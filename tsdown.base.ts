import type { UserConfig } from 'tsdown';

/** What every published package is built like: ES modules for the oldest supported Node, with declarations and source maps. */
export const buildConfig = {
  entry: ['src/index.ts'],
  format: 'esm',
  platform: 'node',
  target: 'node22.18',
  dts: true,
  fixedExtension: false,
  sourcemap: true,
} as const satisfies UserConfig;

/** The same as CommonJS, beside the ES modules. Its source maps stay at home: they would be half of the package. */
export const commonJsConfig = {
  ...buildConfig,
  format: 'cjs',
  clean: false,
  sourcemap: false,
} as const satisfies UserConfig;
