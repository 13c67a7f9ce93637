// A service that speaks OTLP/gRPC by the standard variables, to a server of grpc-js: plain, with TLS, and at its end.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server, ServerCredentials, type handleUnaryCall } from '@grpc/grpc-js';
import { decodeExportRequest, type Signal } from '@plinth/otlp';
import { afterEach, expect, test } from 'vitest';
import { startService, type ServiceProcess } from './service-process.ts';

const tls = (name: string): string => join(import.meta.dirname, '../../testdata/tls', `${name}.pem`);
const pem = (name: string): Buffer => readFileSync(tls(name));
const services = { traces: 'trace.v1.TraceService', metrics: 'metrics.v1.MetricsService', logs: 'logs.v1.LogsService' } as const;
const identity = (value: Buffer): Buffer => value;

let server: Server | undefined;
let service: ServiceProcess | undefined;
afterEach(() => {
  service?.child.kill('SIGKILL');
  server?.forceShutdown();
});

async function startGrpcCollector(credentials: ServerCredentials): Promise<{ port: number; names: Record<Signal, string[]> }> {
  const names: Record<Signal, string[]> = { traces: [], metrics: [], logs: [] };
  server = new Server();
  for (const signal of ['traces', 'metrics', 'logs'] as const) {
    const take: handleUnaryCall<Buffer, Buffer> = (call, done) => {
      for (const record of decodeExportRequest(signal, 'protobuf', call.request)) {
        names[signal].push('body' in record ? String(record.body) : record.name);
      }
      done(null, Buffer.alloc(0));
    };
    const path = `/opentelemetry.proto.collector.${services[signal]}/Export`;
    const serializers = {
      requestSerialize: identity,
      requestDeserialize: identity,
      responseSerialize: identity,
      responseDeserialize: identity,
    };
    server.addService({ Export: { path, requestStream: false, responseStream: false, ...serializers } }, { Export: take });
  }
  const started = server;
  const port = await new Promise<number>((resolve, reject) =>
    started.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error === null ? resolve(bound) : reject(error))),
  );
  return { port, names };
}

const all = {
  OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
  OTEL_LOGS_EXPORTER: 'otlp,console',
  OTEL_METRICS_EXPORTER: 'otlp',
  OTEL_BLRP_SCHEDULE_DELAY: '60000',
};

const order = async (running: ServiceProcess): Promise<string> => (await fetch(`${running.url}/order`)).text();

test('all three signals, delivered at SIGTERM', async () => {
  const { port, names } = await startGrpcCollector(ServerCredentials.createInsecure());
  service = await startService('service.mjs', {
    ...all,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
  });
  await order(service);
  service.child.kill('SIGTERM');
  expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });
  expect(names.traces).toEqual(['GET']);
  expect(names.logs).toContain('placing order');
  expect(names.metrics).toContain('shop.visits');
});

test('the natural end, by the thread', async () => {
  const { port, names } = await startGrpcCollector(ServerCredentials.createInsecure());
  service = await startService('service.mjs', { ...all, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
  await (await fetch(`${service.url}/end`)).text();
  expect(await service.ended).toEqual({ code: 0, signal: null });
  expect(names.traces).toEqual(['GET']);
  expect(names.metrics).toContain('http.server.request.duration');
});

test('mutual TLS by files', async () => {
  const keys = [{ private_key: pem('server-key'), cert_chain: pem('server') }];
  const { port, names } = await startGrpcCollector(ServerCredentials.createSsl(pem('ca'), keys, true));
  service = await startService('service.mjs', {
    ...all,
    OTEL_EXPORTER_OTLP_ENDPOINT: `https://localhost:${port}`,
    OTEL_EXPORTER_OTLP_CERTIFICATE: tls('ca'),
    OTEL_EXPORTER_OTLP_CLIENT_KEY: tls('client-key'),
    OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: tls('client'),
  });
  await order(service);
  service.child.kill('SIGTERM');
  expect(await service.ended).toEqual({ code: null, signal: 'SIGTERM' });
  expect(names.traces).toEqual(['GET']);
});

test('a file that is not there is named, and stops nothing', async () => {
  const service = await startService('service.mjs', { ...all, OTEL_EXPORTER_OTLP_CERTIFICATE: '/nowhere/ca.pem' });
  const named = service.lines.filter((line) => line['code'] === 'node.variable_unusable').map((line) => line['problem']);
  service.child.kill('SIGKILL');
  // One variable is told of once, though all three signals have it.
  expect(named).toEqual(['OTEL_EXPORTER_OTLP_CERTIFICATE: must be a readable file, got /nowhere/ca.pem: ENOENT']);
});
