import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ManifestError } from '../errors.ts';
import { loadPlatformManifest } from './load-platform.ts';
import { parsePlatformManifest } from './parse-platform.ts';

const folder = join(import.meta.dirname, '../../testdata/platform');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const bad = readdirSync(folder).filter((name) => name.endsWith('.bad.yaml'));

function problemsOf(text: string, file: string): ManifestError['problems'] {
  try {
    parsePlatformManifest(text, file);
  } catch (error) {
    if (error instanceof ManifestError) return error.problems;
    throw error;
  }
  return [];
}

describe('what is wrong is said with its place', () => {
  test.each(bad)('%s', async (name) => {
    const problems = problemsOf(read(name), name);
    expect(problems.length).toBeGreaterThan(0);
    const text = new ManifestError(problems).message;
    await expect(`${text}\n`).toMatchFileSnapshot(join(folder, name.replace('.yaml', '.txt')));
  });
});

test('a file that is not there', async () => {
  await expect(loadPlatformManifest(join(folder, 'none.yaml'))).rejects.toMatchObject({
    exit: 'usage',
    problems: [{ code: 'manifest.file_unreadable' }],
  });
});

test('the smallest manifest has all defaults', () => {
  expect(parsePlatformManifest(read('smallest.yaml'), 'smallest.yaml')).toMatchObject({
    image: { distribution: 'contrib' },
    signals: ['traces', 'metrics', 'logs'],
    sampling: { rest: 1, policies: [] },
    redaction: { classes: ['credential', 'card', 'iban', 'email', 'ssn'] },
    load: { outage: { text: '15m', seconds: 900 } },
    environments: { local: { topology: 'local', production: false, namespace: 'observability' } },
  });
});

test('what an environment does not say about the load stays the platform’s', () => {
  const text = `${read('smallest.yaml').replace('topology: local', 'topology: local, load: { nodes: 7 }')}load: { outage: 1h }\n`;
  expect(parsePlatformManifest(text, 'x.yaml').environments['local']?.load).toEqual({ nodes: 7 });
});

test('a secret is never repeated in a message', () => {
  expect(new ManifestError(problemsOf(read('secret-literal.bad.yaml'), 'x')).message).not.toContain('abc123');
});
