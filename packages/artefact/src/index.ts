// What a generator writes: texts that are the same every time, and a folder in which it touches only what it wrote.
export { buildHeader } from './artefact.ts';
export type { Artefact, Generation, SourceArtefacts } from './artefact.ts';
export { ArtefactError, errorTable, renderProblem } from './errors.ts';
export type { ArtefactErrorCode, ArtefactProblem } from './errors.ts';
export { indexName } from './index-file.ts';
export { renderKeptPart } from './kept-parts.ts';
export type { Change } from './plan.ts';
export { renderJson } from './render-json.ts';
export { renderYaml, renderYamlStream } from './render-yaml.ts';
export type { YamlComment, YamlOptions, YamlPath } from './render-yaml.ts';
export { checkArtefacts, writeArtefacts } from './write-artefacts.ts';
export type { Report } from './write-artefacts.ts';
