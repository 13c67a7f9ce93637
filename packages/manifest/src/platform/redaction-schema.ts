// The schema of redaction: it names what must not reach a backend.
import { z } from 'zod';
import { reasonSchema } from '../core/scalars.ts';

export const redactionClasses = ['credential', 'card', 'iban', 'email', 'ssn', 'phone', 'ip'] as const;

export const redactionSchema = z
  .strictObject({
    classes: z
      .array(z.enum(redactionClasses))
      .default(['credential', 'card', 'iban', 'email', 'ssn'])
      .describe('Classes of values that are masked wherever they stand: attributes, log bodies, span names, status messages.'),
    keys: z
      .array(z.string().regex(/^[A-Za-z0-9_.-]+$/, 'a key without regular expression signs'))
      .default([])
      .describe('Further attribute keys whose whole value is masked. Passwords, tokens, cookies and keys of that kind always are.'),
    allow: z
      .array(z.string().regex(/^[A-Za-z0-9_.-]+$/, 'a key without regular expression signs'))
      .default([])
      .describe('Attribute keys that are never masked.'),
    off: reasonSchema.optional().describe('Why nothing is redacted here.'),
  })
  .meta({ description: 'What must not reach a backend. On without being asked for.' });

export type Redaction = z.infer<typeof redactionSchema>;
export type RedactionClass = (typeof redactionClasses)[number];
