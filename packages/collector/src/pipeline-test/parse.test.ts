import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CollectorError } from '../errors.ts';
import { parsePipelineTests } from './parse.ts';

const bad = readFileSync(new URL('../../testdata/pipeline-test/bad.yaml', import.meta.url), 'utf8');

function problemsOf(text: string): readonly string[] {
  try {
    parsePipelineTests(text, 'bad.yaml');
  } catch (error) {
    if (error instanceof CollectorError && error.code === 'collector.pipeline_test_invalid') return error.problems;
    throw error;
  }
  return [];
}

describe('parsePipelineTests', () => {
  it('reports every problem, each at its place, with the rule, what is there, and what was meant', () => {
    expect(problemsOf(bad)).toMatchInlineSnapshot(`
      [
        "bad.yaml:1:1: config: expected text, got nothing",
        "bad.yaml:1:1: confg: the key is not known; did you mean config?",
        "bad.yaml:2:1: timing: expected real or fast, got "quick"",
        "bad.yaml:5:5: tests[0].within: expected a duration like 500ms or 5s, got "5 minutes"",
        "bad.yaml:8:11: tests[0].given.spans[0].name: expected text, got nothing",
        "bad.yaml:8:11: tests[0].given.spans[0].nam: the key is not known; did you mean name?",
        "bad.yaml:9:11: tests[0].given.spans[0].kind: expected internal, server, client, producer or consumer, got "servr"; did you mean server?",
        "bad.yaml:10:11: tests[0].given.spans[0].repeat: expected at least 1, got 0",
        "bad.yaml:11:25: tests[0].given.spans[0].attributes.a: expected text, a number, true, false, or a list of them, got {"b":1}",
        "bad.yaml:12:7: tests[0].given.log: the key is not known; did you mean logs?",
        "bad.yaml:14:9: tests[0].expect[0].signal: expected spans, logs or metrics, got "span"; did you mean spans?",
        "bad.yaml:15:9: tests[0].expect[0].kept: expected a number, all, none, 10%, about 10%, or { min, max }, got "most"",
        "bad.yaml:16:9: tests[0].expect[0].atributes: the key is not known; did you mean attributes?",
        "bad.yaml:18:19: tests[0].expect[1].attributes.card.match: the key is not known; did you mean matches?",
        "bad.yaml:19:20: tests[0].expect[1].attributes.other.matches: expected a regular expression, got "("",
        "bad.yaml:22:5: tests[1].expect: expected not to be empty, got []",
      ]
    `);
  });

  it('points at the line that YAML does not understand', () => {
    expect(problemsOf('config: a\ntests: [\n')).toEqual([expect.stringMatching(/^bad\.yaml:\d+:\d+: /)]);
  });

  it.each(['', 'tests', '[]', 'config: 1'])('takes %j for a file that is wrong as a whole', (text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });

  it('fills in what is left out', () => {
    const { suite, locate } = parsePipelineTests(
      'config: c.yaml\ntests:\n  - name: n\n    given: { logs: [{ body: b }] }\n    expect: [{ kept: all }]\n',
      'f.yaml',
    );
    expect(suite).toMatchObject({
      timing: 'real',
      env: {},
      tests: [{ within: '0s', given: { spans: [], logs: [{ severity: 'info', repeat: 1 }] } }],
    });
    expect(locate(['tests', 0, 'expect', 0])).toBe('f.yaml:5:14');
  });
});
