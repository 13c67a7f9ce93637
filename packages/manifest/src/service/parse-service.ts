// plinth.yaml: text to manifest, with every default filled in.
import { parseManifest, type Parsed } from '../core/parse-manifest.ts';
import { checkService } from './service-rules.ts';
import { buildServiceJsonSchema, serviceSchema, type ServiceInput, type ServiceManifest } from './service-schema.ts';

/**
 * @param file the name of the file, for messages
 * @param today decides which exceptions have ended
 * @throws {ManifestError} with every problem: file, line, column, path, what was expected, what arrived, what to do
 */
export function parseServiceManifest(text: string, file: string, today: Date): Parsed<ServiceManifest> {
  const check = (service: ServiceInput) => checkService(service, today);
  const { value, locate } = parseManifest(text, file, { schema: serviceSchema, buildJsonSchema: buildServiceJsonSchema, check });
  return { value: fillIn(value), locate };
}

/** Critical routes have names, whether the file gives them or not. */
function fillIn(service: ServiceInput): ServiceManifest {
  const { critical } = service;
  if (!Array.isArray(critical)) return { ...service, critical };
  return { ...service, critical: Object.fromEntries(critical.map((route) => [route, { routes: [route] }])) };
}
