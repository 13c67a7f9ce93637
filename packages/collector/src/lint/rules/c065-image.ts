import { compareVersions } from '../../catalogue/version.ts';
import { readImageVersion } from '../facts/collector-image.ts';
import type { Rule } from '../rule.ts';

export const image: Rule = {
  id: 'C065',
  title: 'image that changes by itself, or is in the wrong place',
  severity: 'warning',
  why: 'With latest, or no tag, a restart can bring another version, in which names and keys of this config are gone. Images since 0.123 are published at ghcr.io; Docker Hub limits pulls.',
  remedy: 'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib:<version>, best with its digest.',
  source: 'https://github.com/open-telemetry/opentelemetry-helm-charts/blob/main/charts/opentelemetry-collector/UPGRADING.md',
  check: ({ deployment }) => {
    const name = deployment?.image;
    if (deployment === undefined || name === undefined || name.includes('$') || name.includes('@sha256:')) return [];
    const { document, imagePath: path } = deployment;
    const untagged = !/:[^/]+$/.test(name);
    if (name.endsWith(':latest') || (untagged && deployment.origin !== 'helm'))
      return [{ document, path, message: `image "${name}" has no fixed version` }];
    const version = readImageVersion(name);
    const hub = /^(docker\.io\/)?otel\/opentelemetry-collector/.test(name);
    if (hub && version !== undefined && compareVersions(version, '0.123.0') >= 0)
      return [{ document, path, severity: 'info', message: `image "${name}" comes from Docker Hub` }];
    return [];
  },
};
