// What a generator writes: files with their source, rendered the same way every time, and compared with what is on disk.
export type { Artefact } from './artefact.ts';
