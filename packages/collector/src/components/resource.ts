import { because, type Component } from './component.ts';

export interface ResourceSettings {
  readonly cluster: string | undefined;
  readonly environment: string;
}

/** Where telemetry comes from, where nobody has said it. */
export function buildResource({ cluster, environment }: ResourceSettings): Component {
  return {
    kind: 'processor',
    type: 'resource',
    config: {
      attributes: [
        { key: 'deployment.environment.name', value: environment, action: 'insert' },
        ...(cluster === undefined ? [] : [{ key: 'k8s.cluster.name', value: cluster, action: 'insert' }]),
      ],
    },
    reasons: [because('attributes', 'Insert: what a service says about itself stays.')],
    rank: 'change',
  };
}
