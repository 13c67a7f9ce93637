// Kubernetes objects before kubeconform, with the schemas of an API server and of the operator's own kind.
import { execFile } from 'node:child_process';
import { explainMissingBackend, findBackend } from '@plinth/backends';

export interface KubeconformReport {
  readonly resources: readonly { readonly status: string; readonly kind: string; readonly msg: string }[];
  readonly summary: Readonly<Record<'valid' | 'invalid' | 'errors' | 'skipped', number>>;
}

/** Why tests with it are skipped; undefined where it is there. */
export const missingKubeconform = explainMissingBackend('kubeconform') ?? explainMissingBackend('kubernetes-schemas');

const schemas = `${findBackend('kubernetes-schemas')}/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`;

/** @param input YAML documents. */
export function runKubeconform(input: string): Promise<KubeconformReport> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      findBackend('kubeconform') ?? '',
      ['-strict', '-summary', '-output', 'json', '-schema-location', schemas, '-'],
      (error, stdout, stderr) => {
        if (stdout === '') reject(error ?? new Error(stderr));
        else resolve(JSON.parse(stdout) as KubeconformReport);
      },
    );
    child.stdin?.end(input);
  });
}
