import type { HrTime } from '@opentelemetry/api';

/** Milliseconds since the epoch as seconds and nanoseconds, the latter always below a whole second. */
export function toHrTime(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.min(999_999_999, Math.round((milliseconds - seconds * 1000) * 1e6))];
}

/** Nanoseconds since the epoch in decimal digits, as OTLP/JSON has times. */
export function renderNanoseconds([seconds, nanoseconds]: Readonly<HrTime>): string {
  return `${seconds}${String(nanoseconds).padStart(9, '0')}`;
}
