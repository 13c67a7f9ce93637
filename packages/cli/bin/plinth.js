#!/usr/bin/env node
// A file that is there before anything is built: `npm ci` links it in a checkout, and there it runs the sources. What is published has no
// sources, and runs what was built from them.
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';

const source = new URL('../src/main.ts', import.meta.url);
if (existsSync(source)) {
  registerHooks({
    resolve: (specifier, context, nextResolve) =>
      nextResolve(specifier, { ...context, conditions: ['@plinth/source', ...context.conditions] }),
  });
  // The process that loads the catalogs of services needs the sources, too.
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --conditions=@plinth/source`.trim();
  await import(source.href);
} else await import('../dist/main.js');
