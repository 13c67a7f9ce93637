import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { withDeadline } from './deadline.ts';

test('settles as the work does', async () => {
  await expect(withDeadline(Promise.resolve(1), 60_000, 'late')).resolves.toBe(1);
  await expect(withDeadline(Promise.reject(new Error('no')), 60_000, 'late')).rejects.toThrow('no');
});

test('rejects when the work does not settle, and the process stays alive for that', () => {
  const url = new URL('./deadline.ts', import.meta.url).href;
  const script = `import(${JSON.stringify(url)}).then(({ withDeadline }) => withDeadline(new Promise(() => {}), 20, 'late')).catch((error) => console.log(error.message));`;
  const { stdout, status } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect([stdout, status]).toEqual(['late\n', 0]);
});

test('its timer does not keep the process alive after the work', () => {
  const url = new URL('./deadline.ts', import.meta.url).href;
  const script = `import(${JSON.stringify(url)}).then(({ withDeadline }) => withDeadline(Promise.resolve(), 3_600_000, 'late'));`;
  expect(spawnSync(process.execPath, ['-e', script], { timeout: 20_000 }).signal).toBeNull();
});
