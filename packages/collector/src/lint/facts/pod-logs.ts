import { asList } from '../source/value-path.ts';
import type { ConfiguredComponent } from './pipeline-graph.ts';

/** Whether a receiver reads the logs of all containers of its node. */
export function readsPodLogs(component: ConfiguredComponent | undefined): boolean {
  return asList(component?.config['include']).some((pattern) => /\/var\/log\/(pods|containers)\/(\*|$)/.test(String(pattern)));
}
