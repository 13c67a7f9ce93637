// The three services, started in the order in which they need each other.
import { serviceNames, type LogLine, type ServiceName } from '../evidence.ts';
import { startService, type ServiceProcess } from './service-process.ts';

export interface ServicesOptions {
  readonly databaseUrl: string;
  readonly collectorUrl: string;
  readonly nodeArguments: Readonly<Partial<Record<ServiceName, readonly string[]>>>;
  readonly signal: AbortSignal | undefined;
  readonly onLine: (line: LogLine) => void;
  readonly onCrash: (report: string) => void;
}

export interface Services {
  /** Where the storefront takes orders. */
  readonly storefrontUrl: string;
  readonly adminUrls: Readonly<Record<ServiceName, string>>;
  shutdown(): Promise<void>;
}

export async function startServices({
  databaseUrl,
  collectorUrl,
  nodeArguments,
  signal,
  onLine,
  onCrash,
}: ServicesOptions): Promise<Services> {
  const running: ServiceProcess[] = [];
  const shutdown = async (): Promise<void> => {
    await Promise.all(running.map((service) => service.stop()));
  };
  const start = (name: ServiceName, env: Readonly<Record<string, string>> = {}): ServiceProcess => {
    const service = startService({
      name,
      nodeArguments: nodeArguments[name] ?? [],
      env: {
        PORT: '0',
        PLINTH_ADMIN_PORT: '0',
        DATABASE_URL: databaseUrl,
        OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
        // Short, so that nobody waits for the proof.
        OTEL_BSP_SCHEDULE_DELAY: '100',
        ...env,
      },
      onLine,
      onCrash,
    });
    running.push(service);
    return service;
  };
  const urlOf = async (service: ServiceProcess, message: string, field: string): Promise<string> =>
    String((await service.waitForLine(message))[field]);

  // A service that is stopped while it is waited for ends the wait.
  const onAbort = (): void => void shutdown();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const payments = start('payments');
    const fulfilment = start('fulfilment');
    const [paymentsUrl] = await Promise.all([urlOf(payments, 'listening', 'url'), fulfilment.waitForLine('worker started')]);
    const storefront = start('storefront', { PAYMENTS_URL: paymentsUrl });
    const storefrontUrl = await urlOf(storefront, 'listening', 'url');
    const admin = await Promise.all(
      serviceNames.map(async (name) => {
        const service = running.find((candidate) => candidate.name === name);
        return [name, service === undefined ? '' : await urlOf(service, 'plinth started', 'admin_url')] as const;
      }),
    );
    return { storefrontUrl, adminUrls: Object.fromEntries(admin) as Record<ServiceName, string>, shutdown };
  } catch (error) {
    await shutdown();
    throw error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}
