import { expect, test } from 'vitest';
import { isLoopback, isPublicHost, readHost, splitAddress } from './endpoints.ts';

test.each([
  ['localhost:4317', 'localhost', 4317],
  [':4317', '', 4317],
  ['[::]:4317', '[::]', 4317],
  ['${env:MY_POD_IP}:4317', '${env:MY_POD_IP}', 4317],
  ['localhost:${env:PORT}', 'localhost', undefined],
  ['unix', 'unix', undefined],
])('%s', (address, host, port) => {
  expect(splitAddress(address)).toEqual({ host, port });
});

test.each(['https://api.honeycomb.io/x', 'otlp.vendor.com:443', 'http://user:pw@host.example.dev/otlp', '52.1.2.3:4317'])(
  '%s is outside',
  (endpoint) => {
    expect(isPublicHost(readHost(endpoint) ?? '')).toBe(true);
  },
);

test.each([
  'tempo:4317',
  'tempo.monitoring:4317',
  'tempo.monitoring.svc.cluster.local:4317',
  'host.docker.internal:4317',
  '10.1.2.3:4317',
  '192.168.0.1',
  '172.20.0.1:4317',
  '100.64.1.1:4317',
  'otel.example.com:4317',
  'a.corp.internal:443',
])('%s may be inside', (endpoint) => {
  expect(isPublicHost(readHost(endpoint) ?? '')).toBe(false);
});

test('a host from a variable is not known', () => {
  expect(readHost('https://${env:HOST}:4318')).toBeUndefined();
});

test.each(['localhost', '127.0.0.1', '127.0.0.2', '[::1]', undefined])('the host %j is this machine alone', (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each(['', '0.0.0.0', '[::]', '10.0.0.1', '127.0.0.1.example.com', '${env:MY_POD_IP}'])(
  'the host %j is reached from elsewhere',
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);
