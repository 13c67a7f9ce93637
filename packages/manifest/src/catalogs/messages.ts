// What the process that loads modules and the one that asked for it say to each other, and how it is written on their pipe.

/** The file descriptor of the pipe in the process that loads modules. */
export const pipeDescriptor = 3;

/** The first line on the pipe: what the process is asked for. */
export interface LoadOrder {
  /** Stands before each answer. A module does not know it, so that what a module writes to the pipe is no answer. */
  readonly secret: string;
  readonly requests: readonly LoadRequest[];
}

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
  | { readonly kind: 'begin'; readonly index: number }
  /** The module shares one that binds telemetry with a module before it: it has to be loaded in a process of its own. */
  | { readonly kind: 'again'; readonly index: number }
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
      /** Tells whether the module changed what other modules work with. The next ones need another process. */
      readonly spoilt: boolean;
    };

/** A line of its own, even where somebody else wrote to the pipe without an end of line. */
export function renderMessage(secret: string, message: string): string {
  return `\n${secret} ${message}\n`;
}

/** Reads one line of the pipe. Nothing where somebody else wrote it. */
export function parseMessage(secret: string, line: string): LoadMessage | undefined {
  return line.startsWith(`${secret} `) ? (JSON.parse(line.slice(secret.length + 1)) as LoadMessage) : undefined;
}
