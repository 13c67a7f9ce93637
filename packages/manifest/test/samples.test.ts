// The sample services have manifests and catalogs that nothing is wrong with.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCatalogs } from '../src/catalogs/read-catalogs.ts';
import { loadWorkspace } from '../src/workspace/workspace.ts';

const cwd = join(import.meta.dirname, '../../../apps');

test.each(['shop', 'storefront', 'payments', 'fulfilment'])('from apps/%s', async (start) => {
  const { services, notices } = await loadWorkspace({ start, cwd, today: new Date() });
  expect(notices).toEqual([]);
  expect(services.map(({ manifest, platform }) => [manifest.name, platform?.manifest.name])).toEqual(
    start === 'shop' ? ['fulfilment', 'payments', 'storefront'].map((name) => [name, 'shop']) : [[start, 'shop']],
  );
  for (const result of await readCatalogs(services, { cwd, env: process.env })) {
    expect([...result.problems, ...result.notices]).toEqual([]);
    expect(Object.keys(result.catalog?.definition.events ?? {}).length).toBeGreaterThan(0);
  }
});
