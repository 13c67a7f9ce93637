import { defineConfig } from 'tsdown';
import { buildConfig } from '../../tsdown.base.ts';

export default defineConfig(buildConfig);
