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
