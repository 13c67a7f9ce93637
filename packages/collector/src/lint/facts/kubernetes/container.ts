// What a container of a Pod template says. Parts of Helm values and of Operator resources have the same shapes.
import { asList, asNumber, asString, getAt, type Mapping } from '../../source/value-path.ts';
import { parseBytes } from './quantity.ts';

export function readEnv(list: unknown): Map<string, string | undefined> {
  const env = new Map<string, string | undefined>();
  for (const item of asList(list)) {
    const name = asString(getAt(item, 'name'));
    const value = getAt(item, 'value');
    if (name !== undefined) env.set(name, typeof value === 'string' || typeof value === 'number' ? String(value) : undefined);
  }
  return env;
}

export function readMemoryLimit(resources: unknown): number | undefined {
  return parseBytes(getAt(resources, 'limits', 'memory'));
}

export function readPorts(list: unknown, key: string): number[] {
  return asList(list).flatMap((port) => asNumber(getAt(port, key)) ?? []);
}

export function readProbePorts(container: Mapping): number[] {
  return ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((probe) => {
    const port = getAt(container, probe, 'httpGet', 'port') ?? getAt(container, probe, 'tcpSocket', 'port');
    if (typeof port === 'number') return [port];
    const named = asList(container['ports']).find((item) => port !== undefined && getAt(item, 'name') === port);
    return asNumber(getAt(named, 'containerPort')) ?? [];
  });
}
