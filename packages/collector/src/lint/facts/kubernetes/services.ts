// The Services of Kubernetes.
import type { SourceObject } from '../../source/kubernetes-objects.ts';
import { asString, getAt, isMapping, type Mapping } from '../../source/value-path.ts';
import { readPorts } from './container.ts';

export interface Service {
  readonly name: string;
  /** undefined: the object does not say it. */
  readonly namespace: string | undefined;
  readonly headless: boolean;
  readonly ports: readonly number[];
}

/** Every Service among the objects. */
export function readServices(objects: readonly SourceObject[]): Service[] {
  return objects
    .filter(({ kind }) => kind === 'Service')
    .map(({ name, value }) => ({
      name,
      namespace: asString(getAt(value, 'metadata', 'namespace')),
      headless: getAt(value, 'spec', 'clusterIP') === 'None',
      ports: [...readPorts(getAt(value, 'spec', 'ports'), 'port'), ...readPorts(getAt(value, 'spec', 'ports'), 'targetPort')],
    }));
}

/** The Services that select Pods with these labels. */
export function findServicesOf(objects: readonly SourceObject[], labels: Mapping): Service[] {
  return readServices(
    objects.filter(({ value }) => {
      const selector = getAt(value, 'spec', 'selector');
      return isMapping(selector) && Object.entries(selector).every(([key, wanted]) => labels[key] === wanted);
    }),
  );
}
