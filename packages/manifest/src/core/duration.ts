import { z } from 'zod';

const secondsOf = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** A duration of a manifest: as it was written, and what it means. */
export interface Duration {
  /** `15m` */
  readonly text: string;
  readonly seconds: number;
}

/** `500ms`, `30s`, `15m`, `2h`, `1d`. */
export const durationSchema = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/, 'a duration such as 500ms, 30s, 15m, 2h or 1d')
  .meta({ description: 'A duration: a number and ms, s, m, h or d.', examples: ['30s', '15m'] })
  .transform((text): Duration => {
    const [, number, unit] = /^([\d.]+)(ms|s|m|h|d)$/.exec(text) ?? [];
    return { text, seconds: Number(number) * secondsOf[unit as keyof typeof secondsOf] };
  });
