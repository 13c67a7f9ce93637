import { isInDistribution, resolveComponentType } from '../../catalogue/component-types.ts';
import type { Place, Rule } from '../rule.ts';

export const notInDistribution: Rule = {
  id: 'C004',
  title: 'component that the image does not contain',
  severity: 'error',
  why: 'Each image has its own list of components. One that is missing stops the Collector at start with "unknown type", and the pod restarts for ever.',
  remedy: 'Use an image that has the component (contrib has most), or build one that does.',
  source: 'https://github.com/open-telemetry/opentelemetry-helm-charts/issues/1532',
  check: ({ graph, distribution, version }) =>
    graph.components.flatMap(({ kind, type, writtenType, path }): Place[] => {
      if (distribution !== undefined && isInDistribution(kind, type, distribution, version) === false) {
        return [{ path, message: `${kind} "${writtenType}" is not in the ${distribution} image` }];
      }
      const resolution = resolveComponentType(kind, writtenType, version);
      if (resolution.status !== 'unknown' || resolution.nearest === undefined) return [];
      // A custom build may have a component of any name. It hardly has one that differs from a known name in an underscore.
      if (distribution === undefined && writtenType.replaceAll(/[^a-z0-9]/gi, '') !== resolution.nearest.replaceAll('_', '')) return [];
      const severity = distribution === undefined ? 'warning' : 'error';
      return [{ path, severity, message: `no ${kind} "${writtenType}" is known; did you mean "${resolution.nearest}"?` }];
    }),
};
