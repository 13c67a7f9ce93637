// What a library that the service brings is given when it is adopted, and what the SDK knows of it.
import type { AdoptionName } from '../options/options.ts';
import type { Redaction } from '../redaction/redact.ts';
import type { RedactedCopies } from './redacted-copy.ts';

/** What the adapters of loggers use. */
export interface AdoptionParts {
  readonly redaction: Redaction;
  readonly copies: RedactedCopies;
  /** Ids of the active trace and operation as JSON text: `,"trace_id":"…",…`. Empty outside of both. */
  readonly contextFragment: () => string;
  /** Adds the same as fields to a record of ours. A field that the record has stays. */
  readonly addContext: (record: Record<string, unknown>) => void;
  /** How many lines of adopted loggers are being written now: one that goes through the console is finished. */
  readonly passage: { depth: number };
  /** Told of a line that could not be looked at. It goes out without ids, and its text is searched where there is one. */
  readonly onFailure: (library: AdoptionName, error: unknown) => void;
}

/** A library whose shared prototypes are patched when its files are first loaded: instances that were made before take part, too. */
export interface AdoptedLibrary {
  readonly name: AdoptionName;
  /** Patches by the path of their file below `node_modules`. Each is called once for each copy of the file. */
  readonly files: Readonly<Record<string, (moduleExports: unknown, parts: AdoptionParts, path: string) => void>>;
  /** See `LibraryHook.needs`. */
  readonly needs?: string;
  /** See `PatchedLibrary.bundled`: inside a bundle the files are never loaded, and so never patched. */
  readonly bundled: RegExp;
}
