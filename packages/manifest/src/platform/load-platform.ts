// This file reads the disk.
import { loadText } from '../core/load-text.ts';
import { parsePlatformManifest } from './parse-platform.ts';
import type { PlatformManifest } from './platform-schema.ts';

/** @throws {ManifestError} where the file cannot be read, or has problems */
export async function loadPlatformManifest(file: string): Promise<PlatformManifest> {
  return parsePlatformManifest(await loadText(file), file);
}
