// What a component needs beside its config: of the process that it runs in, and of the extensions in it.
import type { Component } from './component.ts';

/** An environment variable of the process. */
export type Variable =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly field: 'status.podIP' | 'spec.nodeName' | 'status.hostIP' | 'metadata.name' }
  | { readonly name: string; readonly secret: string; readonly key: string };

/** A port on which the process listens. */
export interface Port {
  readonly name: string;
  readonly port: number;
}

export interface Needs {
  readonly extensions: readonly Component[];
  readonly variables: readonly Variable[];
  /** Secrets that are mounted as files. */
  readonly secretFiles: readonly string[];
  readonly ports: readonly Port[];
}
