import type { HrTime } from '@opentelemetry/api';

/** Turns milliseconds since the epoch into seconds and nanoseconds. The nanoseconds are always less than a second. */
export function toHrTime(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.min(999_999_999, Math.round((milliseconds - seconds * 1000) * 1e6))];
}

/** Nanoseconds since the epoch in decimal digits: the form of times in OTLP/JSON. */
export function renderNanoseconds([seconds, nanoseconds]: Readonly<HrTime>): string {
  return `${seconds}${String(nanoseconds).padStart(9, '0')}`;
}
