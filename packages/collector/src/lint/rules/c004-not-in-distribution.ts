import { isInDistribution } from '../../catalogue/component-types.ts';
import type { Rule } from '../rule.ts';

export const notInDistribution: Rule = {
  id: 'C004',
  title: 'component that the image does not contain',
  severity: 'error',
  why: 'Each image has its own list of components. One that is missing stops the Collector at start with "unknown type", and the pod restarts for ever.',
  remedy: 'Use an image that has the component (contrib has most), or build one that does.',
  source: 'https://github.com/open-telemetry/opentelemetry-helm-charts/issues/1532',
  check: ({ graph, distribution, version }) =>
    distribution === undefined
      ? []
      : graph.components
          .filter(({ kind, type }) => isInDistribution(kind, type, distribution, version) === false)
          .map(({ kind, writtenType, path }) => ({ path, message: `${kind} "${writtenType}" is not in the ${distribution} image` })),
};
