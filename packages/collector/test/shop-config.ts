// The configs that are generated from the shop's platform manifest.
import { readFile } from 'node:fs/promises';
import { parsePlatformManifest } from '@plinth/manifest';
import { generateCollector } from '../src/generate.ts';

const file = new URL('../../../apps/shop/plinth.platform.yaml', import.meta.url);

/** A generated config by its path, such as `production/shop-agent.yaml`; `edit` changes the manifest before. */
export async function renderShopConfig(path: string, edit: (manifest: string) => string = (manifest) => manifest): Promise<string> {
  const manifest = parsePlatformManifest(edit(await readFile(file, 'utf8')), 'plinth.platform.yaml');
  const artefacts = generateCollector(manifest, { source: 'plinth.platform.yaml' });
  const found = artefacts.find((artefact) => artefact.path === path);
  if (found === undefined) throw new Error(`${path} is not among ${artefacts.map((artefact) => artefact.path).join(', ')}`);
  return found.content;
}
