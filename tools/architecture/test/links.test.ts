// A link of a page leads somewhere: to a file that is there, and to a heading that it has.
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const pages = globSync(['*.md', '.github/**/*.md', '{docs,changes}/**/*.md', '{packages,apps,tools}/*/*.md'], { cwd: root }).toSorted();

/** The anchors of a page's headings, as GitHub makes them. */
function listAnchors(text: string): readonly string[] {
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

function findBrokenLinks(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8')
    .replaceAll(/```[\s\S]*?```/g, '')
    .replaceAll(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => {
      if (/^[a-z]+:/.test(target)) return false;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? join(root, page) : join(root, dirname(page), path);
      if (!existsSync(file)) return true;
      return anchor !== undefined && statSync(file).isFile() && !listAnchors(readFileSync(file, 'utf8')).includes(anchor);
    });
}

test.each(pages)('%s', (page) => {
  expect(findBrokenLinks(page)).toEqual([]);
});
