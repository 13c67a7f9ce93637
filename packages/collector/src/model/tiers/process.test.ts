import { expect, test } from 'vitest';
import { inPod, onMachine } from '../process-place.ts';
import { buildGoMemoryLimit, buildProcessLimiter } from './process.ts';

const mebibyte = 1_048_576;

test('Go collects at 80 % of the memory limit, in whole mebibytes', () => {
  // 512 MiB × 0.8 = 409.6 MiB
  expect(buildGoMemoryLimit(512 * mebibyte)).toEqual({ name: 'GOMEMLIMIT', value: '409MiB' });
  expect(buildGoMemoryLimit(1000 * mebibyte).name).toBe('GOMEMLIMIT');
  expect(buildGoMemoryLimit(1000 * mebibyte)).toHaveProperty('value', '800MiB');
});

test('in a pod the limiter takes its share of the container; elsewhere it has the limit in mebibytes', () => {
  // 80 % less a spike of 20 % is the line at 60 % from which data is refused: sizing.ts counts with that.
  expect(buildProcessLimiter(inPod, 512 * mebibyte).config).toEqual({
    check_interval: '1s',
    limit_percentage: 80,
    spike_limit_percentage: 20,
  });
  // 20 % of 512 = 102.4
  expect(buildProcessLimiter(onMachine, 512 * mebibyte).config).toEqual({ check_interval: '1s', limit_mib: 512, spike_limit_mib: 102 });
});
