import { expect, test } from 'vitest';
import { renderProblem } from './problem.ts';

const problem = { path: 'environments.production', message: 'expected a mapping, got 7' };

test('a problem has its place, code, path, message and remedy on one line', () => {
  const whole = { ...problem, code: 'manifest.type_wrong', file: 'a.yaml', line: 3, column: 5, remedy: 'write a mapping' };
  expect(renderProblem(whole)).toBe('a.yaml:3:5 manifest.type_wrong: environments.production: expected a mapping, got 7; write a mapping');
});

test('what a problem does not have is left out, with its punctuation', () => {
  expect(renderProblem(problem)).toBe('environments.production: expected a mapping, got 7');
  expect(renderProblem({ ...problem, path: '', file: 'a.yaml' })).toBe('a.yaml: expected a mapping, got 7');
  expect(renderProblem({ ...problem, path: '', code: 'otlp.json_malformed' })).toBe('otlp.json_malformed: expected a mapping, got 7');
});
