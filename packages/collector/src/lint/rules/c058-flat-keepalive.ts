import { findExporterTraits } from '../../backends/backends.ts';
import { compareVersions } from '../../catalogue/version.ts';
import type { Place, Rule } from '../rule.ts';
import { findMappings } from '../source/value-path.ts';

const client = ['idle_conn_timeout', 'max_idle_conns', 'max_idle_conns_per_host', 'disable_keep_alives'];
const server = ['idle_timeout', 'keep_alives_enabled'];

export const flatKeepalive: Rule = {
  id: 'C058',
  title: 'keep-alive settings in their old place',
  severity: 'warning',
  why: 'The flat keys of HTTP clients and servers are deprecated since 0.160. Together with keepalive they are refused.',
  remedy: 'Move them below keepalive: and keep none outside.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/config/confighttp/README.md',
  check: ({ graph, version }) => {
    if (compareVersions(version, '0.160.0') < 0) return [];
    return graph.components.flatMap(({ kind, type, config, path }): Place[] =>
      [...findMappings(config)].flatMap(({ path: at, value }): Place[] => {
        if (at.at(-1) === 'keepalive') return [];
        const keys =
          kind === 'exporter' && findExporterTraits(type).httpClient ? client : kind === 'receiver' && at.at(-1) === 'http' ? server : [];
        const key = keys.find((one) => value[one] !== undefined);
        if (key === undefined) return [];
        const mixed = value['keepalive'] !== undefined;
        return [
          {
            path: [...path, ...at, key],
            severity: mixed ? 'error' : 'warning',
            message: mixed ? `${key} and keepalive cannot stand together` : `${key} belongs below keepalive`,
          },
        ];
      }),
    );
  },
};
