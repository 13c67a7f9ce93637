// The public projects whose Collector configs are judged, each at one commit.

export interface Project {
  /** owner/name on GitHub. */
  readonly name: string;
  readonly commit: string;
  readonly excluded: readonly Excluded[];
}

/** Files that are no config of anybody: wrong on purpose, or not whole. */
export interface Excluded {
  readonly pattern: RegExp;
  readonly why: string;
}

const invalid: Excluded = { pattern: /(^|[/_-])invalid/, why: 'wrong on purpose' };
const expectation: Excluded = { pattern: /(^|[/-])assert[^/]*\.ya?ml$/, why: 'what a test expects of an object: parts of it' };

export const projects: readonly Project[] = [
  { name: 'SigNoz/signoz', commit: '9997c3da9c906daf4bcea664a3380cab51edd18f', excluded: [] },
  {
    name: 'elastic/elastic-agent',
    commit: '07adab5bc3d249133b4615832270434546c189d0',
    excluded: [
      { pattern: /\/coordinator\/testdata\//, why: 'of the Elastic Agent, which makes one of several' },
      { pattern: /\/all-components\.windows\.yml$/, why: 'a part that is merged over another' },
      { pattern: /\/filebeat_receiver_log_as_filestream\.yml$/, why: 'a template' },
    ],
  },
  { name: 'grafana/docker-otel-lgtm', commit: '6b62ccecbf117f79f5ecc663837b70d71e81860b', excluded: [] },
  { name: 'jaegertracing/jaeger', commit: '8498073ff809b1a3923521920a9b1b017ea97ecf', excluded: [] },
  { name: 'open-telemetry/opentelemetry-demo', commit: '054282e318317f2be09f67dd9b0d7d1278566cfa', excluded: [] },
  { name: 'open-telemetry/opentelemetry-helm-charts', commit: 'dd5665c06f376c00a5e2147aa84b70c3d105ecfb', excluded: [] },
  {
    name: 'open-telemetry/opentelemetry-operator',
    commit: 'be8944414a876f17fcdeb5a59b86b8866fb5c88e',
    excluded: [invalid, expectation, { pattern: /^tests\/e2e-crd-validations\//, why: 'the webhook must refuse them' }],
  },
  { name: 'openobserve/openobserve-helm-chart', commit: 'c2801feebdada5081a6f040cd6972c0b70759c76', excluded: [] },
  {
    name: 'signalfx/splunk-otel-collector',
    commit: '331f8e15ae2b599a983af0ef7775f81d5c40977c',
    excluded: [
      { pattern: /with_wrong_authentication/, why: 'wrong on purpose' },
      { pattern: /\/set_properties_config\.yaml$/, why: 'its values are there to be overwritten by --set' },
    ],
  },
  { name: 'uptrace/uptrace', commit: 'c186b0b63818008dcf471fc7215c13fa089d8e00', excluded: [] },
];
