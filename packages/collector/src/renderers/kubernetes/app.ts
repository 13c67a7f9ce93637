// A Collector as an application of Kubernetes.
import type { CollectorModel } from '../../model/collector-model.ts';
import type { App } from '../kubernetes-objects/app.ts';

export function appOf({ name, tier, partOf, workload }: CollectorModel): App {
  const { collectorVersion: version, namespace } = workload;
  return { name: 'opentelemetry-collector', instance: name, component: tier, partOf, version, namespace };
}
