// What the name of an image says about the Collector in it.
import type { Distribution } from '../../catalogue/component-kind.ts';

/** The images of the project. The numbers of other images are not versions of the Collector. */
const projectImage = /(^|\/)opentelemetry-collector(-contrib|-k8s)?(?=[:@]|$)/;

/** `k8s` for `…/opentelemetry-collector-k8s:0.161.0`. undefined for an image of somebody else. */
export function readDistribution(image: string | undefined): Distribution | undefined {
  const match = projectImage.exec(image ?? '');
  if (match === null) return undefined;
  if (match[2] === '-contrib') return 'contrib';
  return match[2] === '-k8s' ? 'k8s' : 'core';
}

/** `0.161.0` for `…/opentelemetry-collector:0.161.0@sha256:…`. undefined for an image of somebody else. */
export function readCollectorVersion(image: string | undefined): string | undefined {
  return projectImage.test(image ?? '') ? readImageVersion(image) : undefined;
}

/** `0.161.0` for `repo:0.161.0@sha256:…`, whatever the image is. */
export function readImageVersion(image: string | undefined): string | undefined {
  return /:v?(\d+\.\d+\.\d+)(?:[@-].*)?$/.exec(image ?? '')?.[1];
}
