import { defineConfig } from 'vitest/config';
import { testConfig } from '../../vitest.base.ts';

export default defineConfig(testConfig('@plinth/packaging', { testTimeout: 60_000, hookTimeout: 60_000 }));
