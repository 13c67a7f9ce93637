// A process that reads the catalog of a service whose module spins, and says which process that is.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadWorkspace, readCatalogs } from '../src/index.ts';

const [, , cwd] = process.argv;
const { services } = await loadWorkspace({ cwd, today: new Date() });
void readCatalogs(services, { cwd, env: process.env, deadlineMs: 600_000 });
const file = join(cwd, 'spins/pid');
const timer = setInterval(() => {
  if (!existsSync(file) || readFileSync(file, 'utf8') === '') return;
  clearInterval(timer);
  process.stdout.write(readFileSync(file, 'utf8'));
}, 20);
