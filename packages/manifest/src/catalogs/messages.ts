// What the process that loads modules and the one that asked for it say to each other.

/** One module to load. */
export interface LoadRequest {
  /** Position in the whole list. */
  readonly index: number;
  /** Absolute path of the module. */
  readonly file: string;
  /** Absolute. The working folder of the module while it is loaded. */
  readonly folder: string;
}

/** Why a module gave no catalog. */
export interface LoadFailure {
  readonly reason: 'not_erasable' | 'import_missing' | 'invalid' | 'throws' | 'exits';
  readonly message: string;
  /** The place in the module, where the error names it. */
  readonly line?: number;
  readonly column?: number;
}

export type LoadMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'begin'; readonly index: number }
  | {
      readonly kind: 'end';
      readonly index: number;
      /** Catalogs as `defineTelemetry` returned them. Nothing about them is trusted. */
      readonly catalogs: readonly unknown[];
      readonly failure?: LoadFailure;
      /** The beginning of what the module printed. */
      readonly output: string;
      /** What the module left running, in Node's words: `TCPServerWrap`, `Timeout`. */
      readonly running: readonly string[];
    };
