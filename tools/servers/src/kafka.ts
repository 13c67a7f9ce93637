import { requireProgram } from './programs.ts';
import { startServerProcess, type TestServer } from './server-process.ts';

/** A broker of Kafka's protocol in memory, with the topic `orders`; it chooses its own port. The URL is `host:port`. */
export function startKafka(): Promise<TestServer> {
  const address = /127\.0\.0\.1:\d+/;
  return startServerProcess(
    'kafka',
    () => ({ program: requireProgram('kfake'), args: [], isReady: (output) => address.test(output) }),
    (_port, output) => address.exec(output)?.[0] ?? '',
  );
}
