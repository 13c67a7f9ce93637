// The options of one signal's OTLP, from the variables for it alone and from those for all signals.
import type { Problem } from '../errors.ts';
import type { OtlpOptions, Signal } from './options.ts';
import { otlpEndpoints, parseBaseUrl, parseGrpcTarget, parseSignalUrl } from './endpoints.ts';
import type { ParsedValue } from './value-parsers.ts';
import type { VariableName, VariableValue } from './variables.ts';

export type Values = { readonly [N in VariableName]: VariableValue<N> };

/** Says that a value cannot be used. */
export type Reject = (problem: Problem) => void;

type Upper = 'TRACES' | 'METRICS' | 'LOGS';

/** `isSet`: whether the environment has a value for a variable. */
export function buildOtlp(values: Values, signal: Signal, isSet: (name: VariableName) => boolean, reject: Reject): OtlpOptions {
  const upper = signal.toUpperCase() as Upper;
  const file = (part: 'CERTIFICATE' | 'CLIENT_KEY' | 'CLIENT_CERTIFICATE'): OtlpOptions['tls']['ca'] => {
    const own = `OTEL_EXPORTER_OTLP_${upper}_${part}` as const;
    const path = values[own];
    return path === undefined ? undefined : { path, variable: isSet(own) ? own : `OTEL_EXPORTER_OTLP_${part}` };
  };
  return {
    url: findUrl(values, signal, upper, reject),
    protocol: values[`OTEL_EXPORTER_OTLP_${upper}_PROTOCOL`],
    headers: { ...values.OTEL_EXPORTER_OTLP_HEADERS, ...values[`OTEL_EXPORTER_OTLP_${upper}_HEADERS`] },
    timeoutMs: values[`OTEL_EXPORTER_OTLP_${upper}_TIMEOUT`],
    compression: values[`OTEL_EXPORTER_OTLP_${upper}_COMPRESSION`],
    tls: { ca: file('CERTIFICATE'), key: file('CLIENT_KEY'), cert: file('CLIENT_CERTIFICATE') },
  };
}

function findUrl(values: Values, signal: Signal, upper: Upper, reject: Reject): string {
  const isGrpc = values[`OTEL_EXPORTER_OTLP_${upper}_PROTOCOL`] === 'grpc';
  const insecure = values[`OTEL_EXPORTER_OTLP_${upper}_INSECURE`];
  const path = `/v1/${signal}`;
  const read = (
    name: `OTEL_EXPORTER_OTLP_${Upper}_ENDPOINT` | 'OTEL_EXPORTER_OTLP_ENDPOINT',
    parse: (text: string) => ParsedValue<string>,
  ) => {
    const text = values[name];
    const parsed = text === undefined ? undefined : parse(text);
    if (parsed === undefined || 'value' in parsed) return parsed?.value;
    // The text may hold a password, where a URL has one.
    reject({ path: name, message: parsed.rule });
    return undefined;
  };
  const grpc = (text: string): ParsedValue<string> => parseGrpcTarget(text, insecure);
  const own = read(`OTEL_EXPORTER_OTLP_${upper}_ENDPOINT`, isGrpc ? grpc : parseSignalUrl);
  const base = own ?? read('OTEL_EXPORTER_OTLP_ENDPOINT', isGrpc ? grpc : (text) => parseBaseUrl(text, path));
  return base ?? (isGrpc ? otlpEndpoints.grpc : `${otlpEndpoints.http}${path}`);
}
