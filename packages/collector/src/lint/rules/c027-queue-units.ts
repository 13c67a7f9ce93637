import type { Place, Rule } from '../rule.ts';
import { asNumber, getAt, isMapping } from '../source/value-path.ts';

/** No memory holds this many requests, each with thousands of items, so the user meant items. */
const suspicious = 50_000;

export const queueUnits: Rule = {
  id: 'C027',
  title: 'queue_size in the wrong unit',
  severity: 'warning',
  why: 'queue_size counts requests unless sizer says otherwise, the batch counts items: a number meant as items lets the queue grow thousands of times too large, and a batch larger than the queue never fills.',
  remedy: 'Write sizer: items, and queue_size above batch.min_size.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/exporter/exporterhelper/README.md',
  check: ({ graph }) =>
    graph.components
      .filter(({ kind, config }) => kind === 'exporter' && isMapping(config['sending_queue']))
      .flatMap(({ config, path }): Place[] => {
        const sizer = getAt(config, 'sending_queue', 'sizer') ?? 'requests';
        const size = asNumber(getAt(config, 'sending_queue', 'queue_size'));
        const least = asNumber(getAt(config, 'sending_queue', 'batch', 'min_size'));
        if (size === undefined) return [];
        const at = [...path, 'sending_queue', 'queue_size'];
        if (least !== undefined && least > size) {
          const same = (getAt(config, 'sending_queue', 'batch', 'sizer') ?? sizer) === sizer && sizer !== 'requests';
          return [
            {
              path: at,
              severity: same ? 'error' : 'warning',
              message: `queue_size ${size} (${String(sizer)}) is below batch.min_size ${least}`,
            },
          ];
        }
        if (sizer === 'requests' && size >= suspicious) return [{ path: at, message: `queue_size ${size} counts requests, not items` }];
        return [];
      }),
};
