// Nothing that the customer entrusted is in anything that left a service.
import { serviceNames, serviceOf, type Evidence } from '../evidence.ts';
import type { Finding } from './finding.ts';

/** Builds the rule for texts that must appear nowhere; the finding does not repeat them. */
export function createSecrecyRule(forbidden: readonly string[]): (evidence: Evidence) => readonly Finding[] {
  return (evidence) => {
    const observed: readonly [service: string, where: string, text: string][] = [
      ...evidence.spans.map((span) => [serviceOf(span), `span ${span.name}`, toText(span)] as const),
      ...evidence.lines.map((line) => [line.service, `log line ${JSON.stringify(line.fields['message'])}`, toText(line.fields)] as const),
      ...serviceNames.map((name) => [name, '/metrics', toText(evidence.after[name])] as const),
    ].map(([service, where, text]) => [service, where, text]);
    return observed.flatMap(([service, where, text]) => {
      const index = forbidden.findIndex((secret) => text.includes(secret));
      return index < 0
        ? []
        : [{ pillar: 'secrecy', service, message: `${where} shows the customer’s ${index === 0 ? 'e-mail address' : 'card number'}` }];
    });
  };
}

function toText(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
}
