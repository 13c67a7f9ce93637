import { isSlipOf } from '@plinth/findings';
import { findVolume, type Volume } from '../facts/kubernetes/volumes.ts';
import type { Place, Rule } from '../rule.ts';
import { asString, findMappings, type Mapping } from '../source/value-path.ts';

const keys = ['ca_file', 'cert_file', 'key_file', 'client_ca_file'];

/** Folders that images have, and folders that Kubernetes mounts by itself. */
const always = /^\/(etc\/ssl|etc\/pki|usr|var\/run\/secrets\/kubernetes\.io|run\/secrets\/kubernetes\.io)\//;

/** The keys of a Secret of type kubernetes.io/tls, with the CA as cert-manager adds it. */
const tlsKeys = ['ca.crt', 'tls.crt', 'tls.key'];

function findTls(config: Mapping): readonly { readonly path: readonly (string | number)[]; readonly file: string }[] {
  return [...findMappings(config)].flatMap(({ path, value }) =>
    path.at(-1) === 'tls' ? keys.flatMap((key) => ({ path: [...path, key], file: asString(value[key]) ?? '' })) : [],
  );
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}

function judge(file: string, volume: Volume | undefined, files: readonly string[]): string | undefined {
  if (volume === undefined) return `no volume is mounted at ${folderOf(file)}`;
  if (volume.kind !== 'secret') return undefined;
  const name = file.slice(volume.mountPath.replace(/\/$/, '').length + 1);
  if (volume.items !== undefined)
    return volume.items.includes(name) ? undefined : `the Secret at ${volume.mountPath} gives ${volume.items.join(', ')}`;
  // The other files that are read from the Secret tell whether it is of that type.
  const beside = files
    .filter((other) => other !== file && folderOf(other) === folderOf(file))
    .map((other) => other.slice(folderOf(other).length + 1));
  if (!beside.some((other) => tlsKeys.includes(other))) return undefined;
  const meant = tlsKeys.find((key) => isSlipOf(name, key));
  return meant === undefined ? undefined : `a Secret of type kubernetes.io/tls has no ${name}; did you mean ${meant}?`;
}

export const certificateFiles: Rule = {
  id: 'C076',
  title: 'certificate file that the pod does not have',
  severity: 'error',
  why: 'The file is read when the Collector starts: it stops then, and `otelcol validate` on another machine did not look.',
  remedy: 'Mount the Secret, and name its keys: tls.crt, tls.key, ca.crt.',
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets',
  check: ({ graph, deployment }) => {
    if (deployment?.origin !== 'kubernetes') return [];
    const all = graph.components.flatMap(({ path: at, config }) =>
      findTls(config).map(({ path, file }) => ({ path: [...at, ...path], file })),
    );
    const files = all.map(({ file }) => file);
    return all.flatMap(({ path, file }): Place[] => {
      if (!file.startsWith('/') || file.includes('$') || always.test(file)) return [];
      const message = judge(file, findVolume(deployment.volumes, file), files);
      return message === undefined ? [] : [{ path, message }];
    });
  },
};
