import { expect, test } from 'vitest';
import { renderPath } from './path.ts';

test.each([
  [[], ''],
  [['service', 'pipelines'], 'service.pipelines'],
  [['exporters', 0, 'endpoint'], 'exporters[0].endpoint'],
  [[2, 'name'], '[2].name'],
])('%j is %j', (path, text) => {
  expect(renderPath(path)).toBe(text);
});
