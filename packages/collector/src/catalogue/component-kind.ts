export const componentKinds = ['receiver', 'processor', 'exporter', 'connector', 'extension'] as const;

export type ComponentKind = (typeof componentKinds)[number];

export type Signal = 'traces' | 'metrics' | 'logs';

/** An image that the project releases. */
export type Distribution = 'core' | 'contrib' | 'k8s';
