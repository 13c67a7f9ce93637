import { findNearestName } from '@plinth/findings';
import { hasBadPort, isLoopback, readHost } from '../facts/endpoints.ts';
import type { ConfiguredComponent } from '../facts/pipeline-graph.ts';
import type { Place, Rule } from '../rule.ts';
import { asString, getAt, isMapping, type Mapping } from '../source/value-path.ts';

const signalPath = /\/v1\/(traces|metrics|logs|profiles)\/?$/;

function checkGrpc({ config, path }: ConfiguredComponent): Place[] {
  const endpoint = asString(config['endpoint']);
  if (endpoint === undefined || /\$|\{\{/.test(endpoint) || endpoint.startsWith('unix:')) return [];
  const at = [...path, 'endpoint'];
  if (signalPath.test(endpoint)) return [{ path: at, message: 'gRPC has no path: this is the address of the HTTP protocol' }];
  const address = endpoint.replace(/^[a-z0-9-]+:\/\/(\/)?/i, '');
  if (!/:\d+\/?$/.test(address)) return [{ path: at, message: `"${endpoint}" has no port` }];
  if (isLoopback(readHost(address)) && !endpoint.startsWith('http') && getAt(config, 'tls', 'insecure') !== true && isPlainTls(config))
    return [
      { path: at, severity: 'warning', message: `"${endpoint}" is this machine, and is sent to with TLS: set tls.insecure, or a CA` },
    ];
  if (/:4318\/?$/.test(address)) return [{ path: at, severity: 'warning', message: '4318 is the port of OTLP over HTTP; gRPC is 4317' }];
  return [];
}

/** Whether `tls` has no setting that somebody who wants TLS would write. */
function isPlainTls(config: Mapping): boolean {
  const tls = config['tls'];
  return tls === undefined || (isMapping(tls) && Object.keys(tls).every((key) => key === 'insecure' && tls[key] === false));
}

/** Checks the port of an address with a scheme, whatever component dials it. */
function checkPort({ kind, config, path }: ConfiguredComponent): Place[] {
  const endpoint = kind === 'exporter' || kind === 'receiver' ? asString(config['endpoint']) : undefined;
  const authority = /^https?:\/\/([^/]*)/i.exec(endpoint ?? '')?.[1];
  if (authority === undefined || !hasBadPort(authority)) return [];
  return [{ path: [...path, 'endpoint'], message: `"${endpoint}" has no port that can be dialled` }];
}

function checkHttp({ config, path }: ConfiguredComponent): Place[] {
  const endpoint = asString(config['endpoint']);
  if (endpoint === undefined || /^(\$|\{\{)/.test(endpoint)) return [];
  const at = [...path, 'endpoint'];
  if (!/^(https?|unix):\/\//i.test(endpoint)) return [{ path: at, message: `"${endpoint}" has no scheme (http:// or https://)` }];
  if (signalPath.test(endpoint))
    return [{ path: at, message: 'the exporter appends /v1/traces, /v1/metrics, /v1/logs to endpoint itself' }];
  const last =
    endpoint
      .replace(/^https?:\/\/[^/]*/i, '')
      .split('/')
      .findLast((part) => part !== '') ?? '';
  if (last !== 'otlp' && findNearestName(last, ['otlp']) !== undefined)
    return [{ path: at, severity: 'warning', message: `the path ends in "${last}"; did you mean "otlp"?` }];
  if (/:4317(\/|$)/.test(endpoint)) return [{ path: at, severity: 'warning', message: '4317 is the port of OTLP over gRPC; HTTP is 4318' }];
  return [];
}

export const endpointForm: Rule = {
  id: 'C038',
  title: 'endpoint in the form of the other protocol',
  severity: 'error',
  why: 'OTLP over gRPC wants host:port, OTLP over HTTP wants a URL to which it appends the path. In the wrong form nothing arrives: connections are refused, or every request is answered 404.',
  remedy:
    'otlp_grpc: host:4317. otlp_http: http://host:4318; a full address with path belongs in traces_endpoint, metrics_endpoint, logs_endpoint.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector/blob/main/exporter/otlphttpexporter/README.md',
  check: ({ graph }) => [
    ...graph.components.flatMap(checkPort),
    ...graph.components.flatMap((component): Place[] => {
      if (component.kind !== 'exporter' || !isMapping(component.config)) return [];
      if (component.type === 'otlp_grpc') return checkGrpc(component);
      return component.type === 'otlp_http' ? checkHttp(component) : [];
    }),
  ],
};
