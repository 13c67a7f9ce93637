// What a service brings itself takes part: its loggers write ids and no secrets, and their lines keep their form.
import { createAddLogContext, createLogContextFragment } from '../logs/context-fragment.ts';
import type { PlinthLogger } from '../logs/logger-options.ts';
import type { KeepOnError } from '../keep/keep-on-error.ts';
import { messageOf, type Notify } from '../notices.ts';
import type { AdoptionName } from '../options/options.ts';
import type { Redaction } from '../redaction/redact.ts';
import type { LibraryHook } from '../traces/library-hooks.ts';
import { registerApiLogs } from './api-logs.ts';
import type { AdoptedLibrary, AdoptionParts } from './adopted-library.ts';
import { createRedactedCopies } from './redacted-copy.ts';
import { bunyan } from './bunyan.ts';
import { startConsoleAdoption } from './console.ts';
import { nest } from './nest.ts';
import { pino } from './pino.ts';
import { adoptOwnWinston, winston } from './winston.ts';

/** All loggers that are adopted, in the order of docs/adoption.md. */
export const adoptedLoggers: readonly AdoptedLibrary[] = [winston, pino, bunyan, nest];

export interface AdoptionOptions {
  readonly adopted: readonly AdoptionName[];
  readonly redaction: Redaction;
  readonly keepOnError: KeepOnError | undefined;
  readonly notify: Notify;
  /** Takes the lines of the console and of the OpenTelemetry API, where they are adopted. */
  readonly logger: PlinthLogger;
}

/** Returns hooks for the libraries that are adopted. Nothing runs where a library is not loaded. */
export function startAdoption({ adopted, redaction, keepOnError, notify, logger }: AdoptionOptions): LibraryHook[] {
  const parts: AdoptionParts = {
    redaction,
    copies: createRedactedCopies(redaction),
    contextFragment: createLogContextFragment([], redaction, keepOnError),
    addContext: createAddLogContext(keepOnError),
    passage: { depth: 0 },
    onFailure: (library, error) => notify('node.adoption_failed', { path: library, message: messageOf(error) }),
  };
  if (adopted.includes('winston')) adoptOwnWinston(parts);
  if (adopted.includes('console'))
    startConsoleAdoption(({ level, message, meta }) => {
      if (meta === undefined) logger.log(level, message);
      else logger.log(level, message, meta);
    }, parts.passage);
  if (adopted.includes('opentelemetry') && !registerApiLogs(logger))
    notify('node.adoption_failed', { path: 'opentelemetry', message: 'another logger provider is registered: its records go there' });
  return adoptedLoggers
    .filter(({ name }) => adopted.includes(name))
    .flatMap(({ files, needs }) =>
      Object.entries(files).map(([file, patch]) => ({
        file,
        ...(needs !== undefined && { needs }),
        patch: (moduleExports, path) => patch(moduleExports, parts, path),
      })),
    );
}
