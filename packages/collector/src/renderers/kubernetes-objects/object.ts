// A Kubernetes object as data. This folder knows Kubernetes, and nothing of what runs there.

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [key: string]: unknown;
}

/** A reason that is printed above a value of an object. */
export interface ObjectComment {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

export interface CommentedObject {
  readonly object: KubernetesObject;
  readonly comments?: readonly ObjectComment[];
}
