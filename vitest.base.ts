import { defaultServerConditions } from 'vite';
import type { ViteUserConfig } from 'vitest/config';

// Tests run against the sources of workspace packages (condition `@plinth/source`), never against a stale build.
// The JSON report is what `.ci/run` counts; it is an output of the Nx target, so a cached run brings it back.
export function testConfig(name: string, test: ViteUserConfig['test'] = {}): ViteUserConfig {
  return {
    ssr: { resolve: { conditions: ['@plinth/source', ...defaultServerConditions] } },
    test: {
      name,
      environment: 'node',
      include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
      reporters: ['default', 'json'],
      outputFile: { json: '.vitest/report.json' },
      ...test,
    },
  };
}
