// `npm run public-configs -- FOLDER`: lints the Collector configs of public projects and writes the tables of docs/rules/collector/README.md.
// FOLDER holds their repositories: clones, or git directories without files, named `owner+name`, `owner+name/repo` or `owner/name`.
import { readFileSync, writeFileSync } from 'node:fs';
import { lint } from '@plinth/collector';
import { buildCalls } from './config-files.ts';
import { projects } from './projects.ts';
import { explainMissing, findRepository, readYamlFiles } from './repository.ts';
import { renderExcluded, renderProjects, renderRules, replaceSection, type ProjectResult } from './tables.ts';
import { verdicts } from './verdicts.ts';

const page = new URL('../../../docs/rules/collector/README.md', import.meta.url);
const [folder, ...options] = process.argv.slice(2);
if (folder === undefined || options.some((option) => option !== '--list')) {
  console.error('usage: npm run public-configs -- FOLDER [--list]');
  process.exit(2);
}
const missing = projects.flatMap(({ name, commit }) => explainMissing(folder, name, commit) ?? []);
if (missing.length > 0) {
  console.error(missing.join('\n'));
  process.exit(1);
}

const results = projects.map((project): ProjectResult => {
  const files = readYamlFiles(findRepository(folder, project.name) ?? '', project.commit);
  const calls = buildCalls(
    files,
    project.excluded.map(({ pattern }) => pattern),
  );
  const findings = calls.flatMap((call) => lint(call.files));
  return { project, files: calls.flatMap(({ configs }) => configs).length, findings };
});
if (options.includes('--list')) {
  for (const { project, findings } of results)
    for (const { id, severity, file, line, path, message } of findings)
      console.log(`${id} ${severity} ${project.name}/${file}:${line} ${path}: ${message}`);
}
const lines = [...renderProjects(results), '', ...renderRules(results, verdicts), '', 'Not judged:', '', ...renderExcluded(projects)];
writeFileSync(page, replaceSection(readFileSync(page, 'utf8'), lines));
