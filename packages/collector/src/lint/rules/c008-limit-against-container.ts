import type { Place, Rule } from '../rule.ts';
import { asNumber } from '../source/value-path.ts';

export const limitAgainstContainer: Rule = {
  id: 'C008',
  title: 'memory limit that does not fit the container',
  severity: 'error',
  why: 'limit_percentage is a share of the container limit; without one it is a share of the whole node. A limit_mib above the container limit is never reached: the kernel kills the process first.',
  remedy: 'Set resources.limits.memory on the container, and keep limit_mib at 80 % of it.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/processor/memorylimiterprocessor/README.md',
  check: ({ graph, deployment }) => {
    if (deployment === undefined) return [];
    const { memoryLimit } = deployment;
    return graph.components
      .filter(({ kind, type }) => kind === 'processor' && type === 'memory_limiter')
      .flatMap(({ config, path }): Place[] => {
        const mib = asNumber(config['limit_mib']) ?? 0;
        if (mib > 0) {
          if (memoryLimit === undefined || mib * 2 ** 20 < memoryLimit) return [];
          return [
            {
              path: [...path, 'limit_mib'],
              message: `limit_mib ${mib} is not below the container's limit of ${Math.floor(memoryLimit / 2 ** 20)} MiB`,
            },
          ];
        }
        if (config['limit_percentage'] === undefined || memoryLimit !== undefined) return [];
        // Values come in several files, and the limit may be in another one.
        if (deployment.origin === 'helm' && deployment.spec['resources'] === undefined) return [];
        return [
          {
            path: [...path, 'limit_percentage'],
            message: 'limit_percentage without a memory limit of the container is a share of the node',
          },
        ];
      });
  },
};
