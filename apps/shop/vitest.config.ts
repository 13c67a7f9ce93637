import { defineConfig } from 'vitest/config';
import { testConfig } from '../../vitest.base.ts';

// The end-to-end tests start PostgreSQL and three services.
export default defineConfig(testConfig('@plinth/shop', { testTimeout: 90_000, hookTimeout: 30_000 }));
