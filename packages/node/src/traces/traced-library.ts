// What the SDK knows of one library that it traces. The instrumentation, the doctor, docs/libraries.md and the tests read this record.
import type { OperationObserver } from '../measure/operations.ts';
import type { HttpClientTracingOptions } from './http-client-request.ts';
import type { HttpServerTracingOptions } from './http-server-request.ts';

/** What the tracing of Node and of libraries needs. A library takes what it uses. */
export interface TracingOptions extends HttpServerTracingOptions, HttpClientTracingOptions {
  readonly operations: OperationObserver;
  /** Must be called when the service begins to consume a queue; it may be called again. */
  readonly onConsumer: () => void;
}

/** The row of a library in docs/libraries.md. */
export interface LibraryDocs {
  readonly table: 'servers' | 'calls' | 'databases' | 'queues';
  /** The oldest version that has what the adapter needs. */
  readonly from: string;
  /** What the tests use. `{name}` stands for the version of a development dependency. */
  readonly tested: string;
  /** The further cells of the row, as the head of the table asks for them. */
  readonly cells: readonly string[];
}

interface Described {
  /** The package. */
  readonly name: string;
  readonly docs: LibraryDocs;
}

/** A library that publishes what it does on channels of Node. A bundler changes nothing for it. */
export interface PublishingLibrary extends Described {
  /** As docs/libraries.md has them: a tracing channel stands for all its events. */
  readonly channels: readonly string[];
  readonly start: (options: TracingOptions) => { readonly shutdown: () => void };
  /** Whether the SDK must be there before the library is loaded. */
  readonly needsSdkFirst?: true;
}

/** Changes the exports of one file. It is called once for each copy of the file. */
export type Patch = (moduleExports: unknown, options: TracingOptions) => void;

/** A library whose files are patched when they are first loaded. Inside a bundle they are never loaded, and so never patched. */
export interface PatchedLibrary extends Described {
  /** Patches by the path of their file below `node_modules`. */
  readonly files: Readonly<Record<string, Patch>>;
  /** See `LibraryHook.isLate`. */
  readonly isLate?: true;
  /**
   * A text that survives minification, and that nothing but the code of the library has. It is a pattern with a class, as `quer[y]`: so
   * it does not find itself, where the SDK is in the same bundle.
   */
  readonly bundled: RegExp;
}

/** A library that the service traces with calls of its own. */
export interface LibraryByHand extends Described {
  /** The functions of `@plinth/node/queue` that the service calls. */
  readonly byHand: readonly string[];
}

export type TracedLibrary = PublishingLibrary | PatchedLibrary | LibraryByHand;
