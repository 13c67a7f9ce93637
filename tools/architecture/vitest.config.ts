import { defineConfig } from 'vitest/config';
import { testConfig } from '../../vitest.base.ts';

export default defineConfig(testConfig('@plinth/architecture', { testTimeout: 60_000, hookTimeout: 60_000 }));
