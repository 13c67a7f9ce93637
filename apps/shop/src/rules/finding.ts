import type { Evidence } from '../evidence.ts';

export type Pillar = 'traces' | 'logs' | 'metrics' | 'correlation' | 'secrecy';

export const pillars: readonly Pillar[] = ['traces', 'logs', 'metrics', 'correlation', 'secrecy'];

/** One thing that does not agree: which service, and what. */
export interface Finding {
  readonly pillar: Pillar;
  readonly service: string;
  readonly message: string;
}

export type Rule = (evidence: Evidence) => readonly Finding[];
