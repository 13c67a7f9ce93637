// From what the files hold to what rules judge: each config with the facts about how it runs.
import { defaultCollectorVersion } from '../../catalogue/config-schema.ts';
import type { FoundConfig } from '../source/found-config.ts';
import type { SourceObject } from '../source/kubernetes-objects.ts';
import type { Sources } from '../source/read-sources.ts';
import { asMapping } from '../source/value-path.ts';
import { readCollectorVersion, readDistribution } from './collector-image.ts';
import type { Deployment } from './deployment.ts';
import { readHelmDeployment } from './helm-deployment.ts';
import { findDeployment } from './kubernetes-deployment.ts';
import { readServices } from './kubernetes/services.ts';
import { findMountedConfigMaps } from './kubernetes/workload.ts';
import type { ConfigFacts, LintInput, LintOptions } from './lint-input.ts';
import { readOperatorDeployment } from './operator-deployment.ts';
import { buildPipelineGraph } from './pipeline-graph.ts';

/** One input for each config. What the options say counts more than what the files say. */
export function buildInputs({ configs, objects, expressions }: Sources, options: LintOptions): readonly LintInput[] {
  const services = readServices(objects);
  const inputs = configs.map((found): ConfigFacts => {
    const { origin, config, complete } = found;
    const deployment = readDeployment(found, configs.length === 1, objects);
    const known = options.collectorVersion ?? readCollectorVersion(deployment?.image);
    const value = asMapping(config.value);
    return {
      origin,
      config,
      value,
      graph: buildPipelineGraph(value),
      complete,
      deployment,
      services,
      version: known ?? defaultCollectorVersion,
      versionKnown: known !== undefined,
      distribution: options.distribution ?? readDistribution(deployment?.image),
      expressions,
    };
  });
  return inputs.map((input) => ({ ...input, others: inputs.filter((other) => other !== input) }));
}

function readDeployment({ runsBy }: FoundConfig, alone: boolean, objects: readonly SourceObject[]): Deployment | undefined {
  switch (runsBy.kind) {
    case 'values':
      return readHelmDeployment(runsBy.document, runsBy.values, runsBy.path);
    case 'resource':
      return readOperatorDeployment(runsBy.document, runsBy.resource);
    case 'configMap':
      return findDeployment(objects, runsBy.name);
    case 'unknown':
      return alone ? findOnlyDeployment(objects) : undefined;
  }
}

/**
 * Finds the workload of a config that stands alone. kustomize makes the ConfigMap, so the files do not have it: the only workload is
 * the config's.
 */
function findOnlyDeployment(objects: readonly SourceObject[]): Deployment | undefined {
  const [name, ...more] = findMountedConfigMaps(objects);
  return name === undefined || more.length > 0 ? undefined : findDeployment(objects, name);
}
