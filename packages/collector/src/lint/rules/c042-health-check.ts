import { findBinds, isLoopback } from '../facts/endpoints.ts';
import type { Rule } from '../rule.ts';
import { getAt } from '../source/value-path.ts';

export const healthCheck: Rule = {
  id: 'C042',
  title: 'probes that nobody answers',
  severity: 'error',
  why: "The kubelet asks from outside of the pod. Without an enabled health_check extension on the pod's address every probe fails, and the pod is restarted for ever.",
  remedy: 'Enable health_check with endpoint: ${env:MY_POD_IP}:13133.',
  source: 'https://github.com/open-telemetry/opentelemetry-helm-charts/blob/main/charts/opentelemetry-collector/values.yaml',
  check: ({ graph, value, deployment, complete }) => {
    if (deployment === undefined || !deployment.hasProbes || !complete) return [];
    const enabled = graph.extensions.find(({ type }) => type === 'health_check' || type === 'healthcheckv2');
    if (enabled === undefined) {
      // Something else answers the probes of another port.
      if (!deployment.probePorts.includes(13_133)) return [];
      const path = getAt(value, 'service', 'extensions') === undefined ? ['service'] : ['service', 'extensions'];
      return [{ path, message: 'the container has probes on 13133, and health_check is not enabled' }];
    }
    if (enabled.component === undefined) return [];
    return findBinds(enabled.component)
      .filter(({ host, port }) => isLoopback(host) && port !== undefined && deployment.probePorts.includes(port))
      .map(({ path }) => ({ path, message: `"${enabled.id}" listens on localhost, where the kubelet's probes do not get` }));
  },
};
