// Git: where a project's repository is on disk, and the YAML files of a commit.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

/** A clone, or a git directory without files: `owner+name`, `owner+name/repo` or `owner/name`. */
export function findRepository(folder: string, name: string): string | undefined {
  const joined = name.replace('/', '+');
  return [joined, `${joined}/repo`, name]
    .flatMap((place) => [join(folder, place, '.git'), join(folder, place)])
    .find((place) => existsSync(join(place, 'HEAD')));
}

/** Why the commit cannot be read there; undefined where it can. */
export function explainMissing(folder: string, name: string, commit: string): string | undefined {
  const repository = findRepository(folder, name);
  const place = join(folder, name.replace('/', '+'));
  if (repository === undefined)
    return `${name} is not there: git clone https://github.com/${name} ${place} && git -C ${place} checkout ${commit}`;
  try {
    execFileSync('git', [`--git-dir=${repository}`, 'cat-file', '-e', `${commit}^{commit}`], { stdio: 'ignore' });
    return undefined;
  } catch {
    return `${repository} has no commit ${commit}: git -C ${repository} fetch https://github.com/${name} ${commit}`;
  }
}

/** Every YAML file of the commit, by path. */
export function readYamlFiles(repository: string, commit: string): readonly RepositoryFile[] {
  const git = (args: readonly string[], input?: string): Buffer =>
    execFileSync('git', [`--git-dir=${repository}`, ...args], { maxBuffer: 1 << 30, ...(input !== undefined && { input }) });
  const listed = git(['ls-tree', '-r', '-z', commit])
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const [, object, path] = /^100\d{3} blob ([0-9a-f]+)\t(.*\.ya?ml)$/s.exec(line) ?? [];
      return object === undefined || path === undefined ? [] : [{ object, path }];
    });
  const blobs = git(['cat-file', '--batch'], listed.map(({ object }) => `${object}\n`).join(''));
  let at = 0;
  return listed.map(({ path }) => {
    // `<object> blob <bytes>\n<content>\n`
    const start = blobs.indexOf('\n', at) + 1;
    const bytes = Number(blobs.toString('latin1', at, start).split(' ')[2]);
    at = start + bytes + 1;
    return { path, text: blobs.toString('utf8', start, start + bytes) };
  });
}
