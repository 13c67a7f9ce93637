import { z } from 'zod';

const bytesOf = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 } as const;

/** A number of bytes in a manifest: as it was written, and what it means. */
export interface Size {
  /** `512Mi` */
  readonly text: string;
  readonly bytes: number;
}

/** A Kubernetes quantity of bytes. */
export const sizeSchema = z
  .string()
  .regex(/^\d+(Ki|Mi|Gi|Ti)$/, 'a size such as 512Mi or 2Gi')
  .meta({ description: 'Bytes: a whole number and Ki, Mi, Gi or Ti.', examples: ['512Mi', '2Gi'] })
  .transform((text): Size => {
    const [, number, unit] = /^(\d+)(Ki|Mi|Gi|Ti)$/.exec(text) ?? [];
    return { text, bytes: Number(number) * bytesOf[unit as keyof typeof bytesOf] };
  });
