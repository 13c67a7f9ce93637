// The small types of a manifest: names, durations, sizes, references to secrets.
import { z } from 'zod';

const durationUnits = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** `500ms`, `30s`, `15m`, `2h`, `1d`. Parsed to seconds. */
export const durationSchema = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/, 'a duration such as 500ms, 30s, 15m, 2h or 1d')
  .meta({ description: 'A duration: a number and ms, s, m, h or d.', examples: ['30s', '15m'] });

/** Seconds of a duration that the schema accepted. */
export function parseDuration(text: string): number {
  const [, number, unit] = /^([\d.]+)(ms|s|m|h|d)$/.exec(text) ?? [];
  return Number(number) * durationUnits[unit as keyof typeof durationUnits];
}

const sizeUnits = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 } as const;

/** A Kubernetes quantity of bytes. */
export const sizeSchema = z
  .string()
  .regex(/^\d+(Ki|Mi|Gi|Ti)$/, 'a size such as 512Mi or 2Gi')
  .meta({ description: 'Bytes: a whole number and Ki, Mi, Gi or Ti.', examples: ['512Mi', '2Gi'] });

export function parseSize(text: string): number {
  const [, number, unit] = /^(\d+)(Ki|Mi|Gi|Ti)$/.exec(text) ?? [];
  return Number(number) * sizeUnits[unit as keyof typeof sizeUnits];
}

/** Part of Kubernetes object names and of component ids. */
export const nameSchema = z
  .string()
  .regex(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/, 'a name of lower-case letters, digits and dashes, at most 40, starting with a letter')
  .meta({ description: 'A name: lower-case letters, digits and dashes, at most 40 characters.' });

/** `0.161.0`. */
export const versionSchema = z.string().regex(/^\d+\.\d+\.\d+$/, 'a whole version such as 0.161.0');

export const ratioSchema = z.number().min(0).max(1);

export const secretSchema = z
  .strictObject({
    secret: z.string().min(1).describe('Name of the Kubernetes Secret.'),
    key: z.string().min(1).describe('Key in the Secret.'),
  })
  .meta({ description: 'A secret by reference. A manifest never holds the secret itself.' });

export type SecretReference = z.infer<typeof secretSchema>;

export const urlSchema = z
  .string()
  .regex(/^https?:\/\/[^\s@]+$/, 'a URL with http:// or https://, without user and password')
  .meta({ description: 'A URL, without user and password.' });

/** `host:port`, as gRPC takes it. */
export const hostPortSchema = z
  .string()
  .regex(/^[a-zA-Z0-9.[\]:-]+:\d{1,5}$/, 'host:port, without a scheme')
  .meta({ description: 'host:port, without a scheme.' });

export const signalSchema = z.enum(['traces', 'metrics', 'logs']);
export type SignalName = z.infer<typeof signalSchema>;

export const signalsSchema = z.array(signalSchema).min(1);
