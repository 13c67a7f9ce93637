// Libraries that are patched when they are loaded. Inside a bundle they are never loaded, and so never patched.
import { libraries } from '../traces/libraries/libraries.ts';
import type { DoctorEvidence } from './evidence.ts';
import type { Finding } from './finding.ts';

/** The patched libraries whose code is in the text of a service's main file. */
export function findBundledLibraries(mainText: string): readonly string[] {
  return libraries.filter((library) => 'bundled' in library && library.bundled.test(mainText)).map(({ name }) => name);
}

export function checkBundledLibraries({ bundledLibraries }: Pick<DoctorEvidence, 'bundledLibraries'>): Finding[] {
  return bundledLibraries.map((library) => ({
    code: 'node.library_bundled',
    problem: { path: library, message: 'is inside the main file of the service' },
  }));
}
