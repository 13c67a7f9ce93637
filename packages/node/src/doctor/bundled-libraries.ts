// Libraries that are traced by a patch when they are loaded: inside a bundle they are never loaded, and never patched.
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

/**
 * A text of each library that survives minification, and that nothing but its code has. As a pattern with a class, because this
 * file may be in the same bundle and must not find itself.
 */
const markers: Readonly<Record<string, RegExp>> = {
  pg: /Client has encountered a connection error and is not quer[y]able/,
};

/** The libraries in the text of a service's main file. */
export function findBundledLibraries(mainText: string): readonly string[] {
  return Object.entries(markers)
    .filter(([, marker]) => marker.test(mainText))
    .map(([library]) => library);
}

export function checkBundledLibraries({ bundledLibraries }: Pick<DoctorEvidence, 'bundledLibraries'>): Finding[] {
  return bundledLibraries.map((library) => ({
    code: 'node.library_bundled',
    problem: { path: library, message: 'is inside the main file of the service' },
  }));
}
