// The image of a Collector.
import type { Workload } from '../../model/collector-model.ts';

const released = {
  core: 'opentelemetry-collector',
  contrib: 'opentelemetry-collector-contrib',
  k8s: 'opentelemetry-collector-k8s',
} as const;

/** The project has released its images there since 0.123. https://github.com/open-telemetry/opentelemetry-collector-releases */
export function findRepository({ image }: Workload): string {
  return image.repository ?? `ghcr.io/open-telemetry/opentelemetry-collector-releases/${released[image.distribution]}`;
}

export function buildImage(workload: Workload): string {
  const { digest } = workload.image;
  const tagged = `${findRepository(workload)}:${workload.collectorVersion}`;
  return digest === undefined ? tagged : `${tagged}@${digest}`;
}
