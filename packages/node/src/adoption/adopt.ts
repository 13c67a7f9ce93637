// What a service brings itself takes part: its loggers write ids and no secrets, and their lines keep their form.
import { createAddLogContext, createLogContextFragment } from '../logs/context-fragment.ts';
import type { KeepOnError } from '../keep/keep-on-error.ts';
import { messageOf, type Notify } from '../notices.ts';
import type { AdoptionName } from '../options/options.ts';
import type { Redaction } from '../redaction/redact.ts';
import type { LibraryHook } from '../traces/library-hooks.ts';
import type { AdoptedLibrary, AdoptionParts } from './adopted-library.ts';
import { createRedactedCopies } from './redacted-copy.ts';
import { bunyan } from './bunyan.ts';
import { pino } from './pino.ts';
import { adoptOwnWinston, winston } from './winston.ts';

/** All loggers that are adopted, in the order of docs/adoption.md. */
export const adoptedLoggers: readonly AdoptedLibrary[] = [winston, pino, bunyan];

export interface AdoptionOptions {
  readonly adopted: readonly AdoptionName[];
  readonly redaction: Redaction;
  readonly keepOnError: KeepOnError | undefined;
  readonly notify: Notify;
}

/** Hooks for the libraries that are adopted. Nothing runs where a library is not loaded. */
export function buildAdoptionHooks({ adopted, redaction, keepOnError, notify }: AdoptionOptions): LibraryHook[] {
  const parts: AdoptionParts = {
    redaction,
    copies: createRedactedCopies(redaction),
    contextFragment: createLogContextFragment([], redaction, keepOnError),
    addContext: createAddLogContext(keepOnError),
    onFailure: (library, error) => notify('node.adoption_failed', { path: library, message: messageOf(error) }),
  };
  if (adopted.includes('winston')) adoptOwnWinston(parts);
  return adoptedLoggers
    .filter(({ name }) => adopted.includes(name))
    .flatMap(({ files }) =>
      Object.entries(files).map(([file, patch]) => ({ file, patch: (moduleExports, path) => patch(moduleExports, parts, path) })),
    );
}
