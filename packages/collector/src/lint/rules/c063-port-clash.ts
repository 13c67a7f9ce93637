import type { Path } from '@plinth/findings';
import { findBinds, findReaders, isEverywhere } from '../facts/endpoints.ts';
import { isUsed } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';

interface Server {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly path: Path;
}

/** The names of one address. Other addresses of the loopback network, such as 127.0.0.2, are different ones. */
const namesOfLocalhost = ['localhost', '127.0.0.1', '[::1]'];

function nameHost(host: string): string {
  return namesOfLocalhost.includes(host) ? 'localhost' : host;
}

export const portClash: Rule = {
  id: 'C063',
  title: 'two servers on one port',
  severity: 'error',
  why: 'The second one cannot listen: the Collector stops at start with "address already in use", which validation does not see.',
  remedy: 'Give each its own port. 8888 is taken by the own metrics, 13133 by health_check, 55679 by zpages.',
  source: 'https://github.com/open-telemetry/opentelemetry-operator/pull/5416',
  check: ({ graph, value }) => {
    const servers: Server[] = graph.components
      .filter((component) => isUsed(graph, component))
      .flatMap((component) =>
        findBinds(component).flatMap(({ host = 'localhost', port, path }) =>
          port === undefined || port === 0 ? [] : [{ id: component.id, host: nameHost(host), port, path }],
        ),
      );
    const metrics = getAt(value, 'service', 'telemetry', 'metrics');
    const own: Server[] = findReaders(value).flatMap(({ host = 'localhost', port, path }) =>
      port === undefined ? [] : [{ id: "the Collector's own metrics", host: nameHost(host), port, path }],
    );
    if (getAt(metrics, 'readers') === undefined && getAt(metrics, 'address') === undefined && getAt(metrics, 'level') !== 'none') {
      own.push({ id: "the Collector's own metrics", host: 'localhost', port: 8888, path: [] });
    }
    return servers.flatMap((server, index): Place[] => {
      const other = [...own, ...servers.slice(0, index)].find(
        ({ host, port }) => port === server.port && (host === server.host || isEverywhere(host) || isEverywhere(server.host)),
      );
      return other === undefined ? [] : [{ path: server.path, message: `port ${server.port} of "${server.id}" is taken by ${other.id}` }];
    });
  },
};
