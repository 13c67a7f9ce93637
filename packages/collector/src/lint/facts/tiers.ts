// Which exporter of one config talks to which receiver of another, as far as the Services in the files say it.
import type { Path } from '@plinth/findings';
import { asMapping, asNumber, asString, getAt, type Mapping } from '../source/value-path.ts';
import { findBinds, splitAddress } from './endpoints.ts';
import type { Service } from './kubernetes/services.ts';
import type { ConfigFacts, LintInput } from './lint-input.ts';
import { isUsed, type ConfiguredComponent } from './pipeline-graph.ts';

/** The address that an OTLP exporter dials. */
export interface Dialled {
  readonly exporter: ConfiguredComponent;
  readonly hostPath: Path;
  readonly host: string;
  readonly port: number | undefined;
  /** undefined: the address has no scheme. */
  readonly scheme: 'http' | 'https' | undefined;
  /** The path of `tls`, whether the config has it or not. */
  readonly tlsPath: Path;
  readonly tls: Mapping;
}

export interface Link extends Dialled {
  readonly peer: ConfigFacts;
  readonly service: Service;
  /** The settings of the protocol that listens there, such as `protocols.grpc`. undefined: no OTLP receiver is known to listen there. */
  readonly server: { readonly id: string; readonly config: Mapping } | undefined;
}

export function findDialled({ graph }: Pick<ConfigFacts, 'graph'>): readonly Dialled[] {
  return graph.components
    .filter((component) => component.kind === 'exporter' && isUsed(graph, component))
    .flatMap((exporter): Dialled[] => {
      const { type, config, path } = exporter;
      if (type === 'load_balancing') {
        const host = asString(getAt(config, 'resolver', 'dns', 'hostname'));
        if (host === undefined) return [];
        const given = getAt(config, 'resolver', 'dns', 'port');
        const port = given === undefined ? 4317 : asNumber(Number(given));
        const tls = asMapping(getAt(config, 'protocol', 'otlp', 'tls'));
        const tlsPath = [...path, 'protocol', 'otlp', 'tls'];
        return [{ exporter, hostPath: [...path, 'resolver', 'dns', 'hostname'], host, port, scheme: undefined, tlsPath, tls }];
      }
      const endpoint = type === 'otlp_grpc' || type === 'otlp_http' ? asString(config['endpoint']) : undefined;
      if (endpoint === undefined) return [];
      const scheme = /^(https?):\/\//.exec(endpoint)?.[1] as Dialled['scheme'];
      const authority = endpoint.replace(/^[a-z0-9+.-]+:\/\/\/?/i, '').split('/')[0] ?? '';
      const { host, port } = splitAddress(authority);
      return [{ exporter, hostPath: [...path, 'endpoint'], host, port, scheme, tlsPath: [...path, 'tls'], tls: asMapping(config['tls']) }];
    });
}

/** The exporters whose address is the name of one Service of one other config. A name that several have gives no link. */
export function findLinks(input: LintInput): readonly Link[] {
  return findDialled(input).flatMap((dialled): Link[] => {
    const peers = input.others.flatMap((peer) =>
      (peer.deployment?.services ?? []).filter((service) => isNameOf(dialled.host, service)).map((service) => ({ peer, service })),
    );
    const [found] = peers;
    if (found === undefined || peers.length > 1) return [];
    return [{ ...dialled, ...found, server: findServer(found.peer, dialled.port) }];
  });
}

/**
 * Whether a host is a name of a Service: `name`, `name.namespace` or `name.namespace.svc…`. The names of single pods behind a
 * headless Service do not count.
 */
function isNameOf(host: string, { name, namespace }: Service): boolean {
  const labels = host.split('.');
  if (labels[0] !== name) return false;
  if (labels.length === 1) return true;
  if (namespace !== undefined && labels[1] !== namespace) return false;
  return labels.length === 2 ? namespace !== undefined : labels[2] === 'svc';
}

function findServer({ graph, value }: ConfigFacts, port: number | undefined): Link['server'] {
  const servers = graph.components
    .filter((component) => component.kind === 'receiver' && component.type === 'otlp' && isUsed(graph, component))
    .flatMap((component) => findBinds(component).map((bind) => ({ id: component.id, bind })))
    .filter(({ bind }) => port !== undefined && bind.port === port);
  const [server] = servers;
  if (server === undefined || servers.length > 1) return undefined;
  const path = server.bind.path.at(-1) === 'endpoint' ? server.bind.path.slice(0, -1) : server.bind.path;
  return { id: server.id, config: asMapping(getAt(value, ...path)) };
}
