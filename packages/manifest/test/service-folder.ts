// Services of a test, with modules of their own.
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { loadWorkspace, readCatalogs, type ServiceCatalog } from '../src/index.ts';

/** A module that binds a counter `<name>.made`. */
export const good = (name: string): string => `
import { defineTelemetry } from '@plinth/catalog';
import { bindTelemetry, logger } from '@plinth/node';
logger.info('not heard');
export const { events, metrics } = bindTelemetry(
  defineTelemetry({ metrics: { '${name}.made': { type: 'counter', unit: '{thing}', help: 'Things', owner: 'shop' } } }),
);
metrics.made?.add(1);
`;

/** The service, its metrics, and what is said of it, on one line. */
export const tell = ({ service, catalog, problems, notices }: ServiceCatalog): string =>
  [
    service,
    ...Object.keys(catalog?.file.metrics ?? {}),
    ...[...problems, ...notices].map(({ code, file, line }) => `${code} ${file}:${line}`),
  ].join(' ');

/** A folder for each test, in which services find the packages of this repository as they would their own. */
export function useServices() {
  let root = '';
  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'plinth-catalogs-')));
    await symlink(join(import.meta.dirname, '../../../node_modules'), join(root, 'node_modules'));
  });
  afterEach(() => rm(root, { recursive: true }));

  const at = (path: string): string => join(root, path);
  async function put(path: string, text: string): Promise<void> {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), text);
  }
  /** Adds a service. A module without text is not written. */
  async function addService(name: string, module: string, { telemetry = 'src/telemetry.ts', folder = name } = {}): Promise<void> {
    const manifest = `version: 1\nname: ${name}\nowner: shop\nkind: http\nport: 8080\nimage: registry.shop.example/${name}\ntelemetry: ${telemetry}\n`;
    await put(`${folder}/plinth.yaml`, manifest);
    await put(`${folder}/package.json`, '{ "type": "module" }');
    if (module !== '') await put(`${folder}/${telemetry}`, module);
  }
  async function read({ deadlineMs = 15_000, env = process.env as Record<string, string | undefined> } = {}): Promise<
    readonly ServiceCatalog[]
  > {
    const { services } = await loadWorkspace({ cwd: root, today: new Date('2026-11-30') });
    return readCatalogs(services, { cwd: root, env, deadlineMs });
  }
  return { at, put, addService, read };
}
