// What a Collector may ask the Kubernetes API, and who may connect to it.
import type { CollectorModel } from '../../model/collector-model.ts';
import { selfMetricsPort } from '../../model/ports.ts';
import { buildRoles, buildServiceAccount } from '../kubernetes-objects/access.ts';
import { anybody, buildNetworkPolicy, selectComponents, type PolicyPeer } from '../kubernetes-objects/network-policy.ts';
import type { CommentedObject } from '../kubernetes-objects/object.ts';
import { appOf } from './app.ts';

/** The account of the Collector, and its roles. */
export function buildAccess(model: CollectorModel): readonly CommentedObject[] {
  const app = appOf(model);
  return [buildServiceAccount(app, model.workload), ...buildRoles(app, model.workload)].map((object) => ({ object }));
}

/** The tiers that read the own metrics of others. */
export const scrapers = ['agent', 'gateway'] as const;

/** Who sends to a Collector. Scrapers are among them where one rule is for all ports. */
export function findSenders({ partOf, workload }: CollectorModel, alsoScrapers: boolean): PolicyPeer {
  const { clients } = workload;
  return clients.length === 0 ? anybody : selectComponents(partOf, [...new Set([...clients, ...(alsoScrapers ? scrapers : [])])]);
}

export function buildCollectorPolicy(model: CollectorModel): CommentedObject {
  const { partOf, workload } = model;
  const { clients } = workload;
  const portsOf = (prefix: string) => workload.ports.filter(({ name }) => name.startsWith(prefix)).map(({ port }) => port);
  const scraped = portsOf('prometheus');
  return {
    object: buildNetworkPolicy(appOf(model), [
      { from: findSenders(model, false), ports: portsOf('otlp') },
      { from: selectComponents(partOf, scrapers), ports: [selfMetricsPort] },
      ...(scraped.length === 0 ? [] : [{ from: anybody, ports: scraped }]),
    ]),
    comments: [
      {
        path: ['spec', 'ingress', 0],
        text:
          clients.length === 0
            ? 'Services of every namespace send here.'
            : `Only ${clients.join(' and ')}: nothing comes in that was not redacted.`,
      },
    ],
  };
}
