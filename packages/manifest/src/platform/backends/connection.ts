// The keys that most kinds of backend share: which signals they get, how the connection is encrypted, and who connects.
import { z } from 'zod';
import { reasonSchema, secretSchema } from '../../core/scalars.ts';
import { signalsSchema } from '../signal.ts';

const tlsSchema = z
  .strictObject({
    caSecret: secretSchema.optional().describe('CA that signed the server. Default: the CAs of the image.'),
    certificateSecret: z.string().min(1).optional().describe('Secret of type kubernetes.io/tls with the client certificate (mutual TLS).'),
    serverName: z.string().min(1).optional().describe('Name in the certificate of the server, where it is not the host.'),
    plaintext: reasonSchema.optional().describe('Why this connection is not encrypted. Without a reason it is.'),
  })
  .meta({ description: 'TLS of a connection. On, unless `plaintext` gives a reason.' });

const authSchema = z
  .union([
    z.strictObject({ basic: z.strictObject({ username: secretSchema, password: secretSchema }) }),
    z.strictObject({ bearer: secretSchema }),
    z.strictObject({ headers: z.record(z.string().regex(/^[A-Za-z0-9-]+$/, 'a header name'), secretSchema) }),
  ])
  .meta({ description: 'How the Collector proves who it is: basic, bearer or headers, each by reference to a secret.' });

export type BackendTls = z.infer<typeof tlsSchema>;
export type BackendAuth = z.infer<typeof authSchema>;

export const delivery = {
  signals: signalsSchema.optional().describe('What is sent here. Default: what this kind of backend takes and the manifest has.'),
};

export const encrypted = { ...delivery, tls: tlsSchema.optional() };

export const selfHosted = { ...encrypted, auth: authSchema.optional() };

export const tenantHeader = z.string().min(1).optional().describe('Value of X-Scope-OrgID.');
