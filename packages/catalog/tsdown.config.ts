import { defineConfig } from 'tsdown';
import { buildConfig, commonJsConfig } from '../../tsdown.base.ts';

export default defineConfig([buildConfig, commonJsConfig]);
