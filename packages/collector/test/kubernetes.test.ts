// The rendered objects before kubeconform, with the schemas of an API server and of the operator's own kind.
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { missingKubeconform as reason, runKubeconform } from './kubeconform.ts';

const golden = new URL('../testdata/golden/', import.meta.url).pathname;

describe.skipIf(reason !== undefined)(`Kubernetes objects${reason === undefined ? '' : ` (${reason})`}`, () => {
  it.each(['kubernetes', 'operator'])('are what an API server knows, every golden file of %s', async (output) => {
    const files = globSync(`*/expected/*/${output}/*.yaml`, { cwd: golden });
    expect(files.length).toBeGreaterThan(8);
    for (const file of files) {
      const text = readFileSync(`${golden}${file}`, 'utf8');
      const { resources, summary } = await runKubeconform(text);
      expect({ file, resources, summary }).toMatchObject({ file, resources: [], summary: { invalid: 0, errors: 0, skipped: 0 } });
      expect(summary.valid).toBe(text.split(/^kind: /m).length - 1);
    }
  });

  it.each([
    ['a field that is not there', 'two-tier/expected/production/kubernetes/shop-gateway.yaml', 'maxReplicas:', 'maxReplica:'],
    [
      'a value of another type',
      'two-tier/expected/production/kubernetes/shop-gateway.yaml',
      'stabilizationWindowSeconds: 60',
      'stabilizationWindowSeconds: 60s',
    ],
    ['a kind that is not there', 'two-tier/expected/production/kubernetes/shop-gateway.yaml', 'autoscaling/v2', 'autoscaling/v2beta2'],
    [
      'a field that the operator does not know',
      'two-tier/expected/production/operator/shop-gateway.yaml',
      'upgradeStrategy:',
      'upgradeStrategie:',
    ],
  ])('are refused with %s', async (_what, file, from, to) => {
    const text = readFileSync(`${golden}${file}`, 'utf8');
    expect(text).toContain(from);
    const { summary } = await runKubeconform(text.replace(from, to));
    expect(summary.invalid + summary.errors).toBe(1);
  });
});
