// This package imports no code of `@plinth/findings`, so it writes paths by itself: as `@plinth/findings` does.
import { renderPath as renderByFindings } from '@plinth/findings';
import { expect, test } from 'vitest';
import { renderPath } from './path.ts';

test.each([[['resourceSpans']], [['resourceSpans', 0, 'schemaUrl']], [['values', 0, 1]], [[0, 'key']], [['a.b', 'c']]])('%j', (path) => {
  expect(renderPath(path)).toBe(renderByFindings(path));
});

test('the root has a name in a body', () => expect([renderPath([]), renderByFindings([])]).toEqual(['the body', '']));
