import { parseBytes } from '../facts/kubernetes/quantity.ts';
import type { Rule } from '../rule.ts';
import { asNumber } from '../source/value-path.ts';

export const gomemlimit: Rule = {
  id: 'C009',
  title: 'GOMEMLIMIT missing or above the hard limit',
  severity: 'warning',
  why: "Without GOMEMLIMIT the Go runtime collects garbage too late: the memory_limiter refuses data that would have fitted. Above the limiter's own limit it changes nothing.",
  remedy: 'Set the variable GOMEMLIMIT to 80 % of the container limit.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/processor/memorylimiterprocessor/README.md',
  check: ({ graph, deployment }) => {
    const limiter = graph.components.find(({ kind, type }) => kind === 'processor' && type === 'memory_limiter');
    if (limiter === undefined || deployment?.memoryLimit === undefined) return [];
    const { document, containerPath: path, env, envComplete, memoryLimit } = deployment;
    if (!env.has('GOMEMLIMIT')) {
      // The Operator sets the variable by itself since 0.158.
      if (!envComplete || deployment.origin === 'operator') return [];
      return [{ document, path, message: 'the container has a memory limit and no GOMEMLIMIT' }];
    }
    const set = parseBytes(env.get('GOMEMLIMIT'));
    const mib = asNumber(limiter.config['limit_mib']) ?? 0;
    const share = asNumber(limiter.config['limit_percentage']) ?? 100;
    const hard = mib > 0 ? mib * 2 ** 20 : (memoryLimit * share) / 100;
    if (set === undefined || set <= hard) return [];
    return [
      {
        document,
        path,
        message: `GOMEMLIMIT ${env.get('GOMEMLIMIT') ?? ''} is above the memory_limiter's ${Math.floor(hard / 2 ** 20)} MiB`,
      },
    ];
  },
};
