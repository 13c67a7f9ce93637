import { expect, test } from 'vitest';
import { renderNanoseconds, toHrTime } from './hr-time.ts';

test.each([
  [0, '0000000000'],
  [1_795_600_000_007, '1795600000007000000'],
  // Just below a whole second: rounded up, the digits would be one too many.
  [999.999_999_9, '0999999999'],
])('%d ms: %s', (milliseconds, digits) => expect(renderNanoseconds(toHrTime(milliseconds))).toBe(digits));
