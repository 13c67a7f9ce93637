import { expect, test } from 'vitest';
import { isLoopback } from './loopback.ts';

test.each(['127.0.0.1', '127.0.0.2:4317', 'localhost', 'localhost:4317', 'http://localhost:4318/v1/traces', 'http://[::1]:4318', '[::1]'])(
  '%s is the machine itself',
  (address) => {
    expect(isLoopback(address)).toBe(true);
  },
);

test.each(['10.0.0.1', 'localhost.example.com', 'http://127.0.0.1.example.com', '0.0.0.0:4317', 'https://otlp.example.com', ''])(
  '%j is not',
  (address) => {
    expect(isLoopback(address)).toBe(false);
  },
);
