import { defineConfig } from 'vitest/config';
import { testConfig } from '../../vitest.base.ts';

export default defineConfig(testConfig('@plinth/node', { testTimeout: 30_000 }));
