// plinth.platform.yaml: text to manifest, with every default filled in.
import { parseManifest, type ManifestKind } from '../core/parse-manifest.ts';
import { checkPlatform, findSignals } from './platform-rules.ts';
import { buildPlatformJsonSchema, platformSchema, type PlatformInput, type PlatformManifest } from './platform-schema.ts';

const kind: ManifestKind<typeof platformSchema> = {
  schema: platformSchema,
  buildJsonSchema: buildPlatformJsonSchema,
  check: checkPlatform,
};

/**
 * @param file the name of the file, for messages
 * @throws {ManifestError} with every problem: file, line, column, path, what was expected, what arrived, what to do
 */
export function parsePlatformManifest(text: string, file: string): PlatformManifest {
  return fillIn(parseManifest(text, file, kind).value);
}

/** Backends say which signals they get, whether the file does or not. */
function fillIn(manifest: PlatformInput): PlatformManifest {
  const backends = Object.entries(manifest.backends).map(([name, backend]) => [
    name,
    { ...backend, signals: findSignals(manifest, backend) },
  ]);
  return { ...manifest, backends: Object.fromEntries(backends) };
}
