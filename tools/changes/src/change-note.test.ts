import { describe, expect, test } from 'vitest';
import { parseChangeNote } from './change-note.ts';

const names = ['@plinth/catalog', '@plinth/node'];
const read = (content: string) => parseChangeNote('changes/x.md', content, names);
const note = (head: string, text = 'An event without fields is emitted by its name alone.') => `---\n${head}\n---\n\n${text}\n`;

test('a note has a kind, its packages and a text', () => {
  expect(read(note("kind: added\npackages: ['@plinth/node', '@plinth/catalog']"))).toEqual({
    note: {
      file: 'changes/x.md',
      kind: 'added',
      packages: ['@plinth/node', '@plinth/catalog'],
      text: 'An event without fields is emitted by its name alone.',
    },
  });
});

describe('a note that breaks its form has every problem', () => {
  const valid = "kind: added\npackages: ['@plinth/node']";
  test.each([
    ['no front matter', 'Just a text.', /expected --- with kind/],
    ['no empty line', `---\n${valid}\n---\nText.\n`, /expected --- with kind/],
    ['an unknown kind', note("kind: feature\npackages: ['@plinth/node']"), /kind: .*breaking/],
    ['no kind', note("packages: ['@plinth/node']"), /kind: /],
    ['an unknown package', note("kind: added\npackages: ['@plinth/nodes']"), /packages\.0: /],
    ['no packages', note('kind: added\npackages: []'), /packages: /],
    ['an unknown key', note(`${valid}\nbump: minor`), /bump/],
    ['front matter that is no YAML', note('kind: [added'), /front matter: /],
    ['an empty text', `---\n${valid}\n---\n\n \n`, /text: expected what the change means/],
    ['a heading', note(valid, '# Added\n\nSomething.'), /text: expected no headings/],
    ['half a sentence', note(valid, 'emit without fields'), /text: expected whole sentences/],
    ['a long text', note(valid, `${'x'.repeat(1300)}.`), /text: expected at most 1200 characters, got 1301/],
  ])('%s', (_name, content, message) => {
    const result = read(content);
    expect('problems' in result ? result.problems.join('\n') : 'accepted').toMatch(message);
  });

  test('all at once', () => {
    const result = read(note('kind: x\npackages: []', 'half'));
    expect('problems' in result ? result.problems : []).toHaveLength(3);
  });
});
