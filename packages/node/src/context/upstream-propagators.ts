// Propagators that OpenTelemetry has in packages of their own. They are not dependencies of the SDK: a service that needs one installs it.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { TextMapPropagator } from '@opentelemetry/api';
import type { PropagatorName } from '../options/options.ts';

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
  let reason = 'not found';
  for (const origin of findOrigins()) {
    try {
      const exported = createRequire(origin)(packageName) as Readonly<Record<string, new (given?: object) => TextMapPropagator>>;
      const Propagator = exported[className];
      if (Propagator === undefined) throw new Error(`has no ${className}`);
      return { propagator: new Propagator(options), headers };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'MODULE_NOT_FOUND') reason = message;
    }
  }
  onMissing(packageName, reason);
  return undefined;
}

/** From where the package is resolved: the main file, the working directory, the SDK itself. */
function* findOrigins(): Generator<string> {
  const [, mainFile] = process.argv;
  if (mainFile !== undefined) yield resolve(mainFile);
  yield join(process.cwd(), 'package.json');
  const self = import.meta.url as string | undefined;
  if (self?.startsWith('file:') === true) yield self;
}
