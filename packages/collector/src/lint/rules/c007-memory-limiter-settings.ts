import { parseGoDuration } from '../facts/go-duration.ts';
import type { Place, Rule } from '../rule.ts';
import { asNumber } from '../source/value-path.ts';

export const memoryLimiterSettings: Rule = {
  id: 'C007',
  title: 'memory_limiter that cannot limit',
  severity: 'error',
  why: 'It measures once in check_interval: with 0 (the default) it does not start, with more than about a second memory outgrows the limit between two looks. Without a limit it does not start; a spike limit as large as the limit leaves nothing to use.',
  remedy: 'Set check_interval: 1s, limit_percentage: 80 and spike_limit_percentage: 20 (or the same in limit_mib and spike_limit_mib).',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/processor/memorylimiterprocessor/README.md',
  check: ({ graph }) =>
    graph.components
      .filter(({ kind, type }) => kind === 'processor' && type === 'memory_limiter')
      .flatMap(({ id, config, path }): Place[] => {
        const places: Place[] = [];
        const interval = config['check_interval'];
        const seconds = parseGoDuration(interval);
        if (interval === undefined || seconds === 0) {
          places.push({ path: interval === undefined ? path : [...path, 'check_interval'], message: `"${id}" has no check_interval` });
        } else if (seconds !== undefined && seconds > 2) {
          places.push({
            path: [...path, 'check_interval'],
            severity: 'warning',
            message: `check_interval ${String(interval)} is too long to catch a burst`,
          });
        }
        if (['limit_mib', 'limit_percentage'].every((key) => config[key] === undefined || config[key] === 0)) {
          places.push({ path, message: `"${id}" has neither limit_mib nor limit_percentage` });
        }
        for (const unit of ['mib', 'percentage']) {
          const [limit, spike] = [asNumber(config[`limit_${unit}`]), asNumber(config[`spike_limit_${unit}`])];
          if (limit !== undefined && limit > 0 && spike !== undefined && spike >= limit) {
            places.push({
              path: [...path, `spike_limit_${unit}`],
              message: `spike_limit_${unit} ${spike} is not below limit_${unit} ${limit}`,
            });
          }
        }
        return places;
      }),
};
