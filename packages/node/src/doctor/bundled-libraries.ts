// Libraries that are patched when they are loaded. Inside a bundle they are never loaded, and so never patched.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { adoptedLoggers } from '../adoption/adopt.ts';
import type { AdoptionName } from '../options/options.ts';
import { libraries } from '../traces/libraries/libraries.ts';
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

/** The patched libraries whose code is in the text of a service's main file. */
export function findBundledLibraries(mainText: string): readonly string[] {
  return libraries.filter((library) => 'bundled' in library && library.bundled.test(mainText)).map(({ name }) => name);
}

/** A text that only the SDK has. winston in a bundle with the SDK is the copy that the SDK has itself. */
const ownText = /is not a variable of Plint[h]/;

/** The loggers that are inside a service's main file, where they cannot be adopted. */
function findBundledLoggers(mainText: string, adopted: readonly AdoptionName[]): AdoptionName[] {
  const isOwn = (name: AdoptionName): boolean => name === 'winston' && ownText.test(mainText);
  return adoptedLoggers
    .filter(({ name, bundled }) => adopted.includes(name) && bundled.test(mainText) && !isOwn(name))
    .map(({ name }) => name);
}

const pinoLine = 'tracing:pino_asJson:start';

/**
 * Names each logger that is inside the main file. Fastify brings pino along, whether it logs or not: so pino is named when it writes a
 * line, which its newer versions publish on a channel.
 */
export function watchBundledLoggers(mainText: string, adopted: readonly AdoptionName[], onFound: (name: AdoptionName) => void): void {
  for (const name of findBundledLoggers(mainText, adopted)) {
    if (name !== 'pino') {
      onFound(name);
      continue;
    }
    const onLine = (): void => {
      unsubscribe(pinoLine, onLine);
      onFound(name);
    };
    subscribe(pinoLine, onLine);
  }
}

export function checkBundledLoggers({ bundledLoggers }: Pick<DoctorEvidence, 'bundledLoggers'>): Finding[] {
  return bundledLoggers.map((library) => ({
    code: 'node.logger_bundled',
    problem: { path: library, message: 'is inside the main file of the service' },
  }));
}

export function checkBundledLibraries({ bundledLibraries }: Pick<DoctorEvidence, 'bundledLibraries'>): Finding[] {
  return bundledLibraries.map((library) => ({
    code: 'node.library_bundled',
    problem: { path: library, message: 'is inside the main file of the service' },
  }));
}
