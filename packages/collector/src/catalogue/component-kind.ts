export const componentKinds = ['receiver', 'processor', 'exporter', 'connector', 'extension'] as const;

export type ComponentKind = (typeof componentKinds)[number];

export const signals = ['traces', 'metrics', 'logs'] as const;

export type Signal = (typeof signals)[number];

/** Whether a pipeline carries one of the signals that components are known for. Newer releases have others, such as profiles. */
export function isSignal(text: string): text is Signal {
  return (signals as readonly string[]).includes(text);
}

/** An image that the project releases. */
export type Distribution = 'core' | 'contrib' | 'k8s';
