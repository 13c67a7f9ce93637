// Addresses: where components listen, and where exporters send.
import type { Path } from '@plinth/findings';
import { isLoopback as isLoopbackEndpoint } from '@plinth/findings';
import { findExporterTraits } from '../../backends/backends.ts';
import { asMapping, asNumber, asString, findMappings, getAt, isMapping, type Mapping } from '../source/value-path.ts';
import type { ConfiguredComponent } from './pipeline-graph.ts';

export interface Endpoint {
  readonly path: Path;
  readonly text: string;
}

export interface Bind {
  readonly path: Path;
  /** undefined: the default of the component. */
  readonly host: string | undefined;
  readonly port: number | undefined;
}

const defaultPorts: Readonly<Record<string, number>> = {
  'otlp.grpc': 4317,
  'otlp.http': 4318,
  'jaeger.grpc': 14_250,
  'jaeger.thrift_http': 14_268,
  'jaeger.thrift_compact': 6831,
  'jaeger.thrift_binary': 6832,
  zipkin: 9411,
  health_check: 13_133,
  healthcheckv2: 13_133,
  pprof: 1777,
  zpages: 55_679,
};

const udp = ['thrift_compact', 'thrift_binary', 'statsd', 'udp_log'];

/** Receivers that listen at `endpoint`. For other receivers `endpoint` may be the address that they call. */
const listening = [
  'zipkin',
  'opencensus',
  'fluent_forward',
  'fluentforward',
  'splunk_hec',
  'syslog',
  'influxdb',
  'webhookevent',
  'signalfx',
  'loki',
  'datadog',
  'skywalking',
  'carbon',
  'statsd',
];

/** Splits `host:port`. The host may be empty, and the port may be an `${env:X}`, which gives undefined. */
export function splitAddress(address: string): { readonly host: string; readonly port: number | undefined } {
  const colon = /:(\d+|\$\{[^}]*\})$/.exec(address);
  if (colon === null) return { host: address, port: undefined };
  return { host: address.slice(0, colon.index), port: asNumber(Number(colon[1])) };
}

/** Whether an address is `host:port` with a port that is neither a number nor a variable. */
export function hasBadPort(address: string): boolean {
  const port = /^[^/]*:([^:\]/]*)$/.exec(address.replaceAll(/\$\{[^}]*\}/g, '0'))?.[1];
  return port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535);
}

/** Every address that a component listens on. */
export function findBinds(component: ConfiguredComponent): Bind[] {
  const { kind, type, config, path } = component;
  const one = (key: string, value: unknown, at: Path): Bind => {
    const endpoint = asString(getAt(value, 'endpoint'));
    if (endpoint === undefined) return { path: at, host: undefined, port: defaultPorts[key] };
    const { host, port } = splitAddress(endpoint);
    return { path: [...at, 'endpoint'], host, port };
  };
  if (kind === 'receiver' && isMapping(config['protocols'])) {
    return Object.entries(config['protocols']).flatMap(([protocol, value]) =>
      udp.includes(protocol) || (value !== null && !isMapping(value))
        ? []
        : [one(`${type}.${protocol}`, value, [...path, 'protocols', protocol])],
    );
  }
  if (kind === 'receiver' && listening.includes(type) && !udp.includes(type)) return [one(type, config, path)];
  if (kind === 'extension' && ['health_check', 'healthcheckv2', 'pprof', 'zpages'].includes(type)) {
    if (isMapping(config['http'])) return [one(type, config['http'], [...path, 'http'])];
    return [one(type, config, path)];
  }
  if (kind === 'exporter' && findExporterTraits(type).listens) return [one(type, config, path)];
  return [];
}

export interface ReaderBind extends Bind {
  readonly host: string | undefined;
}

/** Where the Collector's own metrics are served. */
export function findReaders(config: Mapping): readonly ReaderBind[] {
  const readers = getAt(config, 'service', 'telemetry', 'metrics', 'readers');
  return (Array.isArray(readers) ? readers : []).flatMap((reader: unknown, index): ReaderBind[] => {
    const prometheus = getAt(reader, 'pull', 'exporter', 'prometheus');
    if (!isMapping(prometheus)) return [];
    return [
      {
        path: ['service', 'telemetry', 'metrics', 'readers', index, 'pull', 'exporter', 'prometheus'],
        host: asString(prometheus['host']),
        port: asNumber(prometheus['port']),
      },
    ];
  });
}

/** Whether nobody but this machine reaches a host. undefined is the default of a component, which is localhost. */
export function isLoopback(host: string | undefined): boolean {
  return host === undefined || isLoopbackEndpoint(host);
}

export function isEverywhere(host: string | undefined): boolean {
  return host === '' || host === '0.0.0.0' || host === '[::]' || host === '::';
}

/** Every address that an exporter sends to, with the mapping around it, because `tls` stands beside the address. */
export function findTargets(component: ConfiguredComponent): readonly (Endpoint & { readonly beside: Mapping })[] {
  if (component.kind !== 'exporter' || findExporterTraits(component.type).sendsNowhere) return [];
  return [...findMappings(component.config)].flatMap(({ path, value }) =>
    ['endpoint', 'traces_endpoint', 'metrics_endpoint', 'logs_endpoint'].flatMap((key) => {
      const text = asString(value[key]);
      return text === undefined ? [] : [{ path: [...component.path, ...path, key], text, beside: asMapping(value) }];
    }),
  );
}

/** The host of an endpoint, without scheme, port and path. undefined: the host comes from a variable. */
export function readHost(endpoint: string): string | undefined {
  const authority = endpoint.replace(/^[a-z0-9+.-]+:\/\//i, '').split(/[/?]/)[0] ?? '';
  const host = authority.replace(/^.*@/, '').replace(/:\d+$/, '');
  return host === '' || host.includes('$') ? undefined : host;
}

/** Whether a host is surely outside of the cluster and of the own network: a public name or a public address. */
export function isPublicHost(host: string): boolean {
  if (/^\d+(\.\d+){3}$/.test(host))
    return !/^(10\.|127\.|192\.168\.|169\.254\.|0\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(host);
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(host)) return false;
  const last = host.split('.').at(-1)?.toLowerCase() ?? '';
  // `name.namespace` of Kubernetes and `host.docker.internal` look like names too.
  return (
    ['com', 'net', 'org', 'io', 'dev', 'cloud', 'eu', 'de', 'uk', 'us', 'ai', 'co', 'app', 'sh', 'tech'].includes(last) &&
    !/(^|\.)example\.(com|org|net)$/.test(host)
  );
}
