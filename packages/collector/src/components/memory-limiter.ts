// Refuses data before the process runs out of memory, so that senders wait instead of the kernel killing it.
import { because, type Component } from './component.ts';

export interface MemoryLimiterSettings {
  /** The process has a memory limit of its own (a container); else `limitBytes` is the limit. */
  readonly container: boolean;
  readonly limitBytes: number;
}

// https://github.com/open-telemetry/opentelemetry-collector/tree/main/processor/memorylimiterprocessor#best-practices
const limitPercentage = 80;
const spikePercentage = 20;

export function buildMemoryLimiter({ container, limitBytes }: MemoryLimiterSettings): Component {
  const mebibytes = Math.floor(limitBytes / 2 ** 20);
  const limits = container
    ? { limit_percentage: limitPercentage, spike_limit_percentage: spikePercentage }
    : { limit_mib: mebibytes, spike_limit_mib: Math.floor((mebibytes * spikePercentage) / 100) };
  return {
    kind: 'processor',
    type: 'memory_limiter',
    config: { check_interval: '1s', ...limits },
    reasons: [
      because('', 'First in every pipeline: what it refuses, the sender keeps and sends again.'),
      because('check_interval', 'Memory can double within seconds; the default of 0 would never check.'),
      container
        ? because(
            'limit_percentage',
            `Of the container’s limit; GOMEMLIMIT is at the same ${limitPercentage} %, so that Go collects before data is refused.`,
          )
        : because('limit_mib', 'Of this process: a machine of one’s own has no container limit.'),
    ],
    rank: 'memory',
  };
}
