import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { watchModules } from './module-hooks.ts';

test('a module that is not found has the stack that it has without the SDK', () => {
  const require = createRequire(import.meta.url);
  const watch = watchModules(() => {});
  const { stack } = catchError(() => void require(`./${'no-such-file'}.cjs`));
  watch?.deregister();
  expect(stack).toContain('no-such-file.cjs');
  expect(stack).not.toMatch(/plinthResolve|module-hooks\.ts/);
});

function catchError(run: () => void): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
