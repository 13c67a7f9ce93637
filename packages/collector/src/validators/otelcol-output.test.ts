import { describe, expect, it } from 'vitest';
import { OutputTail, isReady, parseOutput } from './otelcol-output.ts';

const resource = '"resource": {"service.instance.id": "90cf", "service.name": "otelcol", "service.version": "0.161.0"}';

describe('parseOutput', () => {
  it('has the reasons of a refused config, one each, once', () => {
    const output = [
      `2026-11-25T16:00:00.000Z\tinfo\tservice@v0.161.0/service.go:233\tStarting otelcol...\t{${resource}}`,
      'Error: invalid configuration: service::pipelines::traces: references exporter "nix" which is not configured',
      "processors::memory_limiter: 'check_interval' must be greater than zero",
      '2026/11/25 16:00:00 collector server run finished with error: invalid configuration: service::pipelines::traces: references …',
      "processors::memory_limiter: 'check_interval' must be greater than zero",
    ].join('\n');
    expect(parseOutput(output).problems).toEqual([
      'invalid configuration: service::pipelines::traces: references exporter "nix" which is not configured',
      "processors::memory_limiter: 'check_interval' must be greater than zero",
    ]);
  });

  it('parts warnings from errors, without time, caller and resource', () => {
    const output = [
      `2026-11-25T16:00:00.000Z\twarn\tenvprovider@v1.67.0/provider.go:60\tConfiguration references unset environment variable\t{${resource}, "name": "NIX"}`,
      `2026-11-25T16:00:00.000Z\terror\tgraph/graph.go:439\tFailed to start component\t{${resource}, "error": "address already in use"}`,
    ].join('\n');
    expect(parseOutput(output)).toEqual({
      warnings: ['Configuration references unset environment variable {"name": "NIX"}'],
      problems: ['Failed to start component {"error": "address already in use"}'],
    });
  });
});

describe('OutputTail', () => {
  it('keeps the end, within a bound', () => {
    const tail = new OutputTail();
    for (let index = 0; index < 100; index++) tail.add('x'.repeat(10_000));
    tail.add('Everything is ready. Begin running and processing data.');
    expect(tail.text.length).toBe(256 * 1024);
    expect(isReady(tail.text)).toBe(true);
  });
});
