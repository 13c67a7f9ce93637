// OTEL_CONFIG_FILE: OpenTelemetry's own SDK makes the traces, as its declarative configuration describes them. That SDK is loaded only
// where the variable is set: it adds more to the start of a service than all of Plinth.
import { readFileSync } from 'node:fs';
import {
  context,
  createContextKey,
  diag,
  DiagLogLevel,
  propagation,
  ROOT_CONTEXT,
  trace,
  type Attributes,
  type ProxyTracerProvider,
  type TracerProvider,
} from '@opentelemetry/api';
import { attributeKeys } from '@plinth/catalog';
import type * as SdkNode from '@opentelemetry/sdk-node';
import { PlinthError, type ErrorCode } from '../errors.ts';
import { oldEnvironmentKey } from '../options/parse-options.ts';
import { loadFromService } from '../workarounds/service-modules.ts';

export interface DeclaredSdk {
  readonly tracerProvider: TracerProvider;
  /** The resource of the file's provider. Logs and metrics must have the same. */
  readonly resource: Readonly<Record<string, string | number>>;
  /** Header names that the file's propagators read and write. */
  readonly propagationHeaders: readonly string[];
  /** The text of the file. */
  readonly text: string;
  /** Sends the spans that wait. Rejects where they do not arrive, and reports why. */
  flush(timeoutMs: number): Promise<void>;
  /** Sends everything that waits, of all signals, for the last time. */
  shutdown(): Promise<void>;
  /** Reports each export that fails. */
  onDiagnostic(tell: (message: string) => void): void;
}

/** The part of the SDK's provider that is used. There is no public way to `_resource`. */
interface SdkTracerProvider extends TracerProvider {
  forceFlush?(options: { timeoutMillis: number }): Promise<void>;
  readonly _resource?: { readonly attributes: Attributes };
}

const fileVariable = 'OTEL_CONFIG_FILE';

/**
 * Starts what the file describes, and takes its tracer provider and context manager away from the API. Plinth puts redaction around the
 * provider, and its own context manager in the place of the other. Meter and logger providers of the file stay where libraries find them.
 * Undefined where the file says `disabled: true`.
 * @throws PlinthError `node.config_file_sdk_missing` or `node.config_file_invalid`.
 */
export async function startDeclaredSdk(file: string): Promise<DeclaredSdk | undefined> {
  const text = readFile(file);
  if (/^disabled:\s*true\s*(#.*)?$/m.test(text)) return undefined;
  const { startNodeSDK } = await loadSdk();
  const { shutdown } = startNodeSDK();
  // Where the file is wrong the SDK says so on stderr, and goes on without telemetry.
  if (!hasContextManager()) throw fail('node.config_file_invalid', `${file}: OpenTelemetry could not use it, see the message above`);
  const tracerProvider = (trace.getTracerProvider() as ProxyTracerProvider).getDelegate() as SdkTracerProvider;
  trace.disable();
  context.disable();
  // The diagnostics of that SDK would stand between the log lines on stdout.
  diag.disable();
  let tell: (message: string) => void = () => {};
  return {
    tracerProvider,
    resource: pickResource(tracerProvider),
    propagationHeaders: propagation.fields(),
    text,
    async flush(timeoutMs) {
      try {
        await tracerProvider.forceFlush?.({ timeoutMillis: timeoutMs });
      } catch (errors) {
        const [error] = [errors].flat();
        tell(firstLine(error));
        throw error;
      }
    },
    shutdown,
    onDiagnostic(given) {
      tell = given;
      const ignore = (): void => {};
      const logger = { error: (message: string) => tell(message), warn: ignore, info: ignore, debug: ignore, verbose: ignore };
      diag.setLogger(logger, { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true });
    },
  };
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fail('node.config_file_invalid', `${file}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`, error);
  }
}

async function loadSdk(): Promise<{ startNodeSDK: () => { shutdown: () => Promise<void> } }> {
  let found: Partial<typeof SdkNode>;
  try {
    // It is no peer dependency, not even an optional one: npm would then refuse Plinth beside OpenTelemetry packages that do not fit the
    // newest version of that SDK.
    found = await importPackage(sdkPackage).catch(() => loadFromService(sdkPackage) as Partial<typeof SdkNode>);
  } catch (error) {
    throw fail('node.config_file_sdk_missing', `@opentelemetry/sdk-node could not be loaded: ${firstLine(error)}`, error);
  }
  const { startNodeSDK } = found;
  if (startNodeSDK === undefined) throw fail('node.config_file_sdk_missing', 'this version of @opentelemetry/sdk-node has no startNodeSDK');
  return { startNodeSDK };
}

const sdkPackage = '@opentelemetry/sdk-node';

/** A bundler cannot see what is imported. With a name that it sees, it would put that whole SDK into the service. */
async function importPackage(name: string): Promise<Partial<typeof SdkNode>> {
  return (await import(/* @vite-ignore */ name)) as Partial<typeof SdkNode>;
}

function fail(code: ErrorCode, message: string, cause?: unknown): PlinthError {
  return new PlinthError(code, [{ path: fileVariable, message }], { cause });
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}

/** Whether a context manager is registered. Without one, a context is not active in a function that runs with it. */
function hasContextManager(): boolean {
  const key = createContextKey('plinth.probe');
  return context.with(ROOT_CONTEXT.setValue(key, true), () => context.active().getValue(key) === true);
}

function pickResource({ _resource }: SdkTracerProvider): Readonly<Record<string, string | number>> {
  const picked: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(_resource?.attributes ?? {})) {
    if (typeof value === 'string' || typeof value === 'number') picked[key] = value;
  }
  const environment = picked[attributeKeys.deploymentEnvironmentName] ?? picked[oldEnvironmentKey];
  if (environment !== undefined) picked[attributeKeys.deploymentEnvironmentName] = environment;
  return picked;
}
