import { describe, expect, test } from 'vitest';
import type { Finding } from '../finding.ts';
import { renderGithub } from './render-github.ts';
import { renderJson } from './render-json.ts';
import { renderSarif } from './render-sarif.ts';
import { renderText } from './render-text.ts';

const finding: Finding = {
  id: 'C012',
  severity: 'warning',
  file: 'deploy/a b,c:d.yaml',
  line: 18,
  column: 19,
  path: 'service.pipelines.traces.exporters[0]',
  message: '100% of "x"\nis unbatched',
  why: 'because',
  remedy: 'batch',
  source: 'https://example.com/c012',
};

test('text', () => {
  expect(renderText([finding, { ...finding, id: 'C001', severity: 'error', message: 'old name', path: '', fixes: [] }]))
    .toBe(`deploy/a b,c:d.yaml:18:19 warning C012 100% of "x"
is unbatched
  at: service.pipelines.traces.exporters[0]
  why: because
  do: batch
  see: https://example.com/c012

deploy/a b,c:d.yaml:18:19 error C001 old name
  why: because
  do: batch (can be fixed automatically)
  see: https://example.com/c012

1 error, 1 warning
`);
  expect(renderText([])).toBe('no findings\n');
});

test('JSON has the findings as they are', () => {
  expect(JSON.parse(renderJson([finding]))).toEqual({ findings: [finding] });
});

test('GitHub annotations are escaped', () => {
  expect(renderGithub([finding, { ...finding, severity: 'info', message: 'm' }])).toBe(
    '::warning file=deploy/a b%2Cc%3Ad.yaml,line=18,col=19,title=C012::100%25 of "x"%0Ais unbatched%0Abatch\n::notice file=deploy/a b%2Cc%3Ad.yaml,line=18,col=19,title=C012::m%0Abatch\n',
  );
});

describe('SARIF', () => {
  const row = { title: 'no batching', severity: 'warning', why: 'because', remedy: 'batch', source: 'https://example.com/c012' } as const;
  const rules = [
    { id: 'C001', ...row },
    { id: 'C012', ...row },
  ];
  const log = (findings: readonly Finding[]) => JSON.parse(renderSarif(findings, { name: 'some lint', rules })) as unknown;

  test('names the tool, and describes the rules that found something', () => {
    expect(log([finding])).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: { name: 'some lint', rules: [{ id: 'C012', name: 'NoBatching', defaultConfiguration: { level: 'warning' } }] },
          },
          results: [{ ruleId: 'C012', ruleIndex: 0, level: 'warning' }],
        },
      ],
    });
  });

  test.each([
    ['deploy/a b,c:d.yaml', 'deploy/a%20b,c:d.yaml'],
    ['deploy\\a#b.yaml', 'deploy/a%23b.yaml'],
    ['C:\\deploy\\a.yaml', 'file:///C:/deploy/a.yaml'],
    ['/deploy/a.yaml', 'file:///deploy/a.yaml'],
  ])('the path %s is the URI reference %s', (file, uri) => {
    expect(log([{ ...finding, file }])).toMatchObject({
      runs: [{ results: [{ locations: [{ physicalLocation: { artifactLocation: { uri } } }] }] }],
    });
  });
});
