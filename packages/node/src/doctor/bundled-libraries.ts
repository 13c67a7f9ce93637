// Libraries that are patched when they are loaded. Inside of a bundle they are never loaded, and so never patched.
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

/**
 * A text in the code of each library that survives minification, and that no other code has. It is a pattern with a character class: this
 * file may be in the same bundle, and must not find itself.
 */
const markers: Readonly<Record<string, RegExp>> = {
  pg: /Client has encountered a connection error and is not quer[y]able/,
};

/** Finds the libraries in the text of a service's main file. */
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
