// What a change that nobody noticed is worth.
import type { Mutant } from './mutants.ts';

export const classNames = ['open', 'cluster', 'tuning', 'equal'] as const;
export type ClassName = (typeof classNames)[number];

export interface Class {
  readonly name: Exclude<ClassName, 'open'>;
  readonly paths: RegExp;
  /** Default: both. */
  readonly kind?: Mutant['kind'];
  /** What the line must say. Default: anything. */
  readonly says?: RegExp;
  readonly reason: string;
}

/** The first that fits counts. What none fits is open: in doubt a change is harmful. */
export const classes: readonly Class[] = [
  // equal
  {
    name: 'equal',
    kind: 'removed',
    paths:
      /^extensions\.health_check\.endpoint$|\.compression$|\.tls\.min_version$|\.balancer_name$|\.auth_type$|\.routing_key$|\.resolver\.dns\.(port|interval)$|\.max_interval$|^exporters\.load_balancing\.protocol\.otlp\.timeout$/,
    reason:
      'the default is the same: gzip, TLS 1.2, round_robin, serviceAccount, traceID, 4317, 5 s, 30 s, the loopback address (C034 and C042 where pods need another)',
  },
  {
    name: 'equal',
    kind: 'removed',
    paths: /\.batch\.(min_size|flush_timeout)$|^processors\.memory_limiter\.spike_limit_(mib|percentage)$/,
    reason: 'the default is the same: 8192 items, 200 ms, a fifth of the limit',
  },
  {
    name: 'equal',
    kind: 'removed',
    paths: /^service\.telemetry\.(logs(\.level)?|metrics\.level)$|\.prometheus\.without_(scope_info|type_suffix|units)$/,
    reason: 'the default is the same: info, normal, no suffixes and no scope (since 0.153; C082 judges by the version)',
  },
  {
    name: 'equal',
    kind: 'removed',
    paths: /^service\.telemetry(\.metrics(\.readers)?)?$/,
    reason: 'the default reader is at localhost:8888 (C043 where a pod opens the port)',
  },
  {
    name: 'equal',
    kind: 'removed',
    paths: /^processors\.transform\/redact_texts\.(error_mode|trace_statements\.0\.context)$|^processors\.redaction\.summary$/,
    reason: 'the default is the same: errors are ignored (since 0.150; C056), the context follows from span.name, no summary is written',
  },
  {
    name: 'equal',
    kind: 'removed',
    paths: /^connectors\.span_metrics\.(namespace|aggregation_temporality)$|^receivers\.kubelet_stats\.metric_groups$/,
    reason: 'the default is the same: traces.span.metrics, cumulative, the three groups',
  },
  {
    name: 'equal',
    kind: 'removed',
    paths: /^receivers\.file_log\.(start_at|max_log_size|include_file_name|operators\.3\.parse_(from|to))$/,
    reason: 'the default is the same: end, 1 MiB, no name, from the body to the attributes',
  },
  {
    name: 'equal',
    paths: /^receivers\.file_log\.operators\.\d+\.id$|^processors\.tail_sampling\.policies\.\d+\.(name|.*\.name)$/,
    reason: 'a name that nothing refers to',
  },
  {
    name: 'equal',
    kind: 'changed',
    paths: /^receivers\.file_log\.operators\.\d+\.if$/,
    reason: 'nil with a letter more is an unknown name, and an unknown name is nil',
  },
  {
    name: 'equal',
    kind: 'removed',
    paths: /^receivers\.file_log\.operators\.(3|4|5|6)\.if$/,
    reason: 'the operator finds nothing to parse, and on_error: send_quiet says nothing of it',
  },
  {
    name: 'equal',
    paths: /^receivers\.file_log\.operators\.5\.mapping\.(debug|info|warn|error|fatal)(\.\d)?$/,
    reason: 'the parser knows the name by itself: a pipeline test has a line of each level, and passes',
  },
  {
    name: 'equal',
    paths: /^exporters\.otlp_http\/(metrics|logs)-local\.tls(\.insecure)?$/,
    reason: 'http:// in the endpoint decides',
  },
  // tuning
  {
    name: 'tuning',
    paths: /^extensions\.file_storage\/queue\.(timeout|compaction(\..*)?)$/,
    reason: 'how long a lock is waited for, and when a file that grew in an outage shrinks: the volume is sized for the outage',
  },
  {
    name: 'tuning',
    paths: /^extensions\.file_storage\/queue\.directory$/,
    reason: 'any directory of the volume is right, and the default is one; another volume is found by C030',
  },
  {
    name: 'tuning',
    paths:
      /(collection_interval|scrape_interval|metrics_flush_interval|initial_interval|max_interval|reload_interval|force_flush_period)$|\.resolver\.dns\.interval$/,
    reason: 'how often: what is too rare for an alert shows in a test of the alert (reload_interval that is missing is C077)',
  },
  {
    name: 'tuning',
    kind: 'changed',
    paths: /\.max_elapsed_time$/,
    reason: 'longer; what is shorter than the outage is found by C026',
  },
  {
    name: 'tuning',
    kind: 'removed',
    paths: /^exporters\.[^.]+-local\.retry_on_failure(\.max_elapsed_time)?$/,
    reason: 'the default of 300 s is the outage that a laptop shall survive; C026 where it is shorter',
  },
  {
    name: 'tuning',
    paths: /\.sending_queue\.batch(\.(min_size|max_size|flush_timeout))?$/,
    reason: 'sizes of requests, and how long they are waited for',
  },
  {
    name: 'tuning',
    paths:
      /^processors\.memory_limiter\.spike_limit_(mib|percentage)$|^processors\.resource_detection\.timeout$|^exporters\.load_balancing\.protocol\.otlp\.timeout$/,
    reason: 'margins and patience; C007 finds a margin that leaves nothing',
  },
  {
    name: 'tuning',
    paths: /^receivers\.otlp\.protocols\.grpc\.keepalive\.server_parameters\.max_connection_age(_grace)?$/,
    reason: 'how soon load follows the replicas; C053 where it never does',
  },
  {
    name: 'tuning',
    paths: /^receivers\.file_log\.operators\.(0|2)\.max_log_size$/,
    reason: 'the bound of one record; the receiver has one as well',
  },
  {
    name: 'tuning',
    paths:
      /^receivers\.(host_metrics\.scrapers\.\w+|kubelet_stats\.metric_groups(\.\d)?|k8s_cluster\.(node_conditions|allocatable_types)_to_report(\.\d)?)$/,
    kind: 'removed',
    reason: 'what is measured is a choice',
  },
  {
    name: 'tuning',
    paths: /^receivers\.prometheus\.config\.scrape_configs\.0\.job_name$|^extensions\.k8s_leader_elector\/cluster\.lease_name$/,
    kind: 'changed',
    reason: 'a name of one’s own choice',
  },
  {
    name: 'tuning',
    paths: /^connectors\.span_metrics\.(aggregation_cardinality_limit|metrics_expiration|exemplars\.max_per_data_point)$/,
    reason: 'how many series and exemplars, and for how long; that there is a bound at all is C021',
  },
  {
    name: 'tuning',
    paths: /^processors\.tail_sampling\.(expected_new_traces_per_sec|policies\.\d+\..*hash_salt)$/,
    reason: 'memory that is taken at once, and which of equal traces are kept',
  },
  {
    name: 'tuning',
    kind: 'removed',
    paths: /^processors\.tail_sampling\.num_traces$/,
    reason: 'the default of 50 000 is more than is needed; C023 where it is less',
  },
  {
    name: 'tuning',
    paths: /^service\.telemetry\.logs\.encoding$|\.prometheus\.without_scope_info$/,
    reason: 'the form of the own log, and one label more on the own metrics',
  },
  // cluster
  {
    name: 'cluster',
    paths: /^receivers\.prometheus\.config\.scrape_configs\.0\.(kubernetes_sd_configs|relabel_configs)(\..*)?$/,
    reason: 'which pods are found and what they are called, only the API server and its pods can tell',
  },
  {
    name: 'cluster',
    paths: /^receivers\.kubelet_stats\.(endpoint|insecure_skip_verify)$|^extensions\.k8s_leader_elector\/cluster\.lease_namespace$/,
    reason: 'whether it can be reached and lets in, only a kubelet or the API server can tell',
  },
  {
    name: 'cluster',
    paths: /^processors\.k8s_attributes\.(extract(\..*)?|pod_association\.(1|2)(\..*)?)$/,
    reason: 'what pods are called, only the API server can tell: pipeline tests leave k8s_attributes out',
  },
  {
    name: 'cluster',
    paths: /^service\.pipelines\.\w+\.processors\.1$/,
    says: /^- k8s_attributes$/,
    reason: 'what pods are called, only the API server can tell: pipeline tests leave k8s_attributes out',
  },
  {
    name: 'cluster',
    kind: 'changed',
    paths: /\.prometheus\.host$/,
    reason: 'an address that no machine has: the Collector stops when it starts, and does not become ready',
  },
];

export function fits({ paths, kind, says }: Class, mutant: Pick<Mutant, 'path' | 'kind' | 'was'>): boolean {
  return paths.test(mutant.path) && (kind === undefined || kind === mutant.kind) && (says === undefined || says.test(mutant.was));
}

export function classify(mutant: Pick<Mutant, 'path' | 'kind' | 'was'>): { readonly name: ClassName; readonly reason: string } {
  return classes.find((one) => fits(one, mutant)) ?? { name: 'open', reason: '' };
}
