import { z } from 'zod';

const signalSchema = z.enum(['traces', 'metrics', 'logs']);

export type SignalName = z.infer<typeof signalSchema>;

export const signalsSchema = z.array(signalSchema).min(1);
