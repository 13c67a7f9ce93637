// What every Collector process has, whatever it does: its health, the folder of its queue, its memory limits, its variables.
import type { Component } from '../../components/component.ts';
import { env, template } from '../../components/config-value.ts';
import { buildFileStorage, buildHealthCheck } from '../../components/extensions.ts';
import { buildMemoryLimiter } from '../../components/memory-limiter.ts';
import type { Variable } from '../../components/needs.ts';
import { healthPort } from '../ports.ts';
import type { ProcessPlace } from '../process-place.ts';

export function buildProcessExtensions({ probedAt }: ProcessPlace): readonly Component[] {
  return [
    buildHealthCheck({ endpoint: { template: [probedAt, `:${healthPort}`] } }),
    buildFileStorage({ name: 'queue', directory: template`${env('PLINTH_STORAGE', '/var/lib/otelcol')}/queue` }),
  ];
}

export function buildProcessLimiter(place: ProcessPlace, memoryBytes: number): Component {
  return buildMemoryLimiter({ container: place.container, limitBytes: memoryBytes });
}

export function buildProcessVariables(place: ProcessPlace, memoryBytes: number): readonly Variable[] {
  return [buildGoMemoryLimit(memoryBytes), ...(place.container ? podVariables : [])];
}

/** https://github.com/open-telemetry/opentelemetry-collector/tree/main/processor/memorylimiterprocessor#best-practices: 80 % of the limit. */
export function buildGoMemoryLimit(memoryBytes: number): Variable {
  return { name: 'GOMEMLIMIT', value: `${Math.floor((memoryBytes * 0.8) / 2 ** 20)}MiB` };
}

const podVariables: readonly Variable[] = [
  { name: 'K8S_POD_IP', field: 'status.podIP' },
  { name: 'K8S_POD_NAME', field: 'metadata.name' },
  { name: 'K8S_NODE_NAME', field: 'spec.nodeName' },
  { name: 'K8S_NODE_IP', field: 'status.hostIP' },
];
