// An output folder of a test, beside two sources.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { checkArtefacts, writeArtefacts, type Report } from '../src/index.ts';

/** Texts by the path that they are rendered to. */
type Files = Readonly<Record<string, string>>;

/** What a run without anything to do reports. */
export const quiet: Report = { changes: [], problems: [], notices: [] };

/** A folder for each test, with the sources `a.yaml` and `b.yaml` and the output folder `out`. */
export function useOutputFolder() {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'plinth-artefact-'));
    await put('a.yaml', 'the first source');
    await put('b.yaml', 'the second source');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const at = (path: string): string => join(root, path);
  async function put(path: string, text: string): Promise<void> {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), text);
  }
  const get = (path: string): Promise<string> => readFile(at(path), 'utf8');
  const generate = (files: Files, { source = 'a.yaml', generator = 'test' } = {}) => ({
    generator,
    sources: [{ source: at(source), artefacts: Object.entries(files).map(([path, content]) => ({ path, content })) }],
  });
  const write = (files: Files, more?: { source?: string; generator?: string }, options?: { force?: boolean }): Promise<Report> =>
    writeArtefacts(at('out'), generate(files, more), options);
  const check = (files: Files, more?: { source?: string }): Promise<Report> => checkArtefacts(at('out'), generate(files, more));
  return { at, put, get, generate, write, check };
}
