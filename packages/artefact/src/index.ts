// What a generator writes: files with their source, rendered the same way every time, and compared with what is on disk.
export { buildHeader } from './artefact.ts';
export type { Artefact } from './artefact.ts';
export { checkDrift, writeArtefacts } from './artefact-files.ts';
export type { Drift } from './artefact-files.ts';
export { renderYaml, renderYamlStream } from './render-yaml.ts';
export type { YamlComment, YamlOptions, YamlPath } from './render-yaml.ts';
