import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { classes, classify, fits } from './classes.ts';
import { buildMutants } from './mutants.ts';

const folder = join(import.meta.dirname, '../../../apps/shop/collector');
const mutants = ['local/shop', 'production/shop-agent', 'production/shop-gateway', 'production/shop-sampler'].flatMap((name) =>
  buildMutants(readFileSync(join(folder, `${name}.yaml`), 'utf8')),
);

test.each(classes)('$name, $paths: there is such a line in the shop’s configs', (one) => {
  expect(mutants.some((mutant) => fits(one, mutant))).toBe(true);
});

test('in doubt a change is open', () => {
  expect(classify({ path: 'processors.redaction.blocked_values.1', kind: 'removed', was: '' }).name).toBe('open');
  expect(classify({ path: 'extensions.file_storage/queue.fsync', kind: 'changed', was: '' }).name).toBe('open');
  expect(classify({ path: 'exporters.otlp_http/logs.endpoint', kind: 'changed', was: '' }).name).toBe('open');
  expect(classify({ path: 'exporters.otlp_http/logs.compression', kind: 'removed', was: '' }).name).toBe('equal');
});

test('no class takes in what masks, samples, routes or lets in', () => {
  const guarded =
    /redaction\.(?!summary)|policies\.\d+\.(?!name|.*\.name$|.*hash_salt)|pipelines\.\w+\.(exporters|receivers|processors\.[02-9])|\.(ca|cert|key|client_ca)_file$|queue_size$|\.storage$/;
  const hidden = mutants.filter((mutant) => guarded.test(mutant.path) && classify(mutant).name !== 'open');
  expect(hidden.map(({ path, kind }) => `${kind} ${path}`)).toEqual([]);
});
