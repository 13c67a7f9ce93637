import type { HrTime } from './protobuf-writer.ts';

export function toHrTime(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.round((milliseconds - seconds * 1000) * 1e6)];
}

/** Nanoseconds since the epoch in decimal digits, as OTLP/JSON has times. */
export function renderNanoseconds([seconds, nanoseconds]: HrTime): string {
  return `${seconds}${String(nanoseconds).padStart(9, '0')}`;
}
