// A file of Prometheus rules as data: https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** The expression must hold for this time: `5m`. */
  readonly for: string;
  /** `page` wakes somebody up, `ticket` can wait until the morning. */
  readonly severity: 'page' | 'ticket';
  readonly summary: string;
  readonly description: string;
}

export interface RuleGroup {
  readonly name: string;
  readonly recorded: readonly RecordingRule[];
  readonly alerts: readonly AlertRule[];
  /** Labels of every alert. */
  readonly labels: Readonly<Record<string, string>>;
}

export function buildRuleFile(groups: readonly RuleGroup[]): { readonly groups: readonly Record<string, unknown>[] } {
  return {
    groups: groups.map(({ name, recorded, alerts, labels }) => ({
      name,
      rules: [
        ...recorded,
        ...alerts.map(({ severity, summary, description, ...rule }) => ({
          ...rule,
          labels: { severity, ...labels },
          annotations: { summary, description },
        })),
      ],
    })),
  };
}
