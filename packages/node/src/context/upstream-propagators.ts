// Propagators that OpenTelemetry has in packages of their own. They are not dependencies of the SDK: a service that needs one installs it.
import type { TextMapPropagator } from '@opentelemetry/api';
import type { PropagatorName } from '../options/options.ts';
import { loadFromService } from '../workarounds/service-modules.ts';

export type UpstreamName = Exclude<PropagatorName, 'tracecontext' | 'baggage'>;

interface UpstreamPropagator {
  readonly package: string;
  /** The export of the package that is constructed, and its argument. */
  readonly className: string;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Headers in which a context is found. A propagator reads more of them than it writes. */
  readonly headers: readonly string[];
}

const b3Headers = ['b3', 'x-b3-traceid'];

const upstream: Readonly<Record<UpstreamName, UpstreamPropagator>> = {
  // Source: B3InjectEncoding, SINGLE_HEADER is 0 and MULTI_HEADER is 1
  b3: { package: '@opentelemetry/propagator-b3', className: 'B3Propagator', options: { injectEncoding: 0 }, headers: b3Headers },
  b3multi: { package: '@opentelemetry/propagator-b3', className: 'B3Propagator', options: { injectEncoding: 1 }, headers: b3Headers },
  jaeger: { package: '@opentelemetry/propagator-jaeger', className: 'JaegerPropagator', headers: ['uber-trace-id'] },
  xray: { package: '@opentelemetry/propagator-aws-xray', className: 'AWSXRayPropagator', headers: ['x-amzn-trace-id'] },
  'xray-lambda': {
    package: '@opentelemetry/propagator-aws-xray-lambda',
    className: 'AWSXRayLambdaPropagator',
    headers: ['x-amzn-trace-id'],
  },
  ottrace: { package: '@opentelemetry/propagator-ot-trace', className: 'OTTracePropagator', headers: ['ot-tracer-traceid'] },
};

export interface LoadedPropagator {
  readonly propagator: TextMapPropagator;
  readonly headers: readonly string[];
}

/**
 * Loads a propagator from the service's own `node_modules`, or from the SDK's. `onMissing` is told the package that is not installed, and
 * why it could not be loaded.
 */
export function loadPropagator(name: UpstreamName, onMissing: (packageName: string, reason: string) => void): LoadedPropagator | undefined {
  const { package: packageName, className, options, headers } = upstream[name];
  try {
    const exported = loadFromService(packageName, findOwnUrl()) as Readonly<Record<string, new (given?: object) => TextMapPropagator>>;
    const Propagator = exported[className];
    if (Propagator === undefined) throw new Error(`has no ${className}`);
    return { propagator: new Propagator(options), headers };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    onMissing(packageName, code === 'MODULE_NOT_FOUND' ? 'not found' : message);
    return undefined;
  }
}

/** Undefined in a bundle that does not know its address. */
function findOwnUrl(): string | undefined {
  const self = import.meta.url as string | undefined;
  return self?.startsWith('file:') === true ? self : undefined;
}
