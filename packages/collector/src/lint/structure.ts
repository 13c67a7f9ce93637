// A stand-in for the catalogue's checkStructure, with its signature, until the schemas are there.
import type { ComponentKind } from '../catalogue/component-kind.ts';

export interface StructureProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly nearest?: string;
}

export function checkStructure(kind: ComponentKind, type: string, config: unknown, _version: string): readonly StructureProblem[] {
  if (kind !== 'processor' || type !== 'memory_limiter' || typeof config !== 'object' || config === null) return [];
  return 'limit_mb' in config ? [{ path: ['limit_mb'], message: 'unknown key "limit_mb"', nearest: 'limit_mib' }] : [];
}
