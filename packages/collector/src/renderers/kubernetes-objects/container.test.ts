import { expect, test } from 'vitest';
import { buildEnvironment, buildSecurityContext } from './container.ts';

test('a container that does not run as root says so, and has no capability', () => {
  expect(buildSecurityContext({ user: 10_001 })).toMatchObject({ runAsNonRoot: true, runAsUser: 10_001, capabilities: { drop: ['ALL'] } });
  expect(buildSecurityContext({ user: 0, capabilities: ['DAC_READ_SEARCH'] })).toMatchObject({
    runAsNonRoot: false,
    capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH'] },
  });
});

test('a variable is a value, a field of the pod, or a secret; the last of a name holds', () => {
  expect(
    buildEnvironment([
      { name: 'A', value: '1' },
      { name: 'B', field: 'status.podIP' },
      { name: 'C', secret: 's', key: 'k' },
      { name: 'A', value: '2' },
    ]),
  ).toEqual([
    { name: 'A', value: '2' },
    { name: 'B', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    { name: 'C', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
  ]);
});
