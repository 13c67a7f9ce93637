// The small types that both manifests use: names, versions, addresses, references to secrets.
import { z } from 'zod';

/** A part of the names of Kubernetes objects and of component ids. */
export const nameSchema = z
  .string()
  .regex(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/, 'a name of lower-case letters, digits and dashes, at most 40, starting with a letter')
  .meta({ description: 'A name: lower-case letters, digits and dashes, at most 40 characters.' });

/** `0.161.0`. */
export const versionSchema = z.string().regex(/^\d+\.\d+\.\d+$/, 'a whole version such as 0.161.0');

export const ratioSchema = z.number().min(0).max(1);

export const portSchema = z.number().int().min(1).max(65_535);

/** A reason that a person gives: long enough to say something. */
export const reasonSchema = z.string().min(8);

/** The mark `secret` tells the checks that a text in this place is a secret, which no message may repeat. */
export const secretSchema = z
  .strictObject({
    secret: z.string().min(1).describe('Name of the Kubernetes Secret.'),
    key: z.string().min(1).describe('Key in the Secret.'),
  })
  .meta({ description: 'A secret by reference. A manifest never holds the secret itself.', secret: true });

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
