// Which metrics the backend behind an address takes. The manifest says the same of its types of backends; a test compares the two.

const addresses = {
  // https://docs.datadoghq.com/opentelemetry/setup/otlp_ingest/metrics/
  // https://docs.dynatrace.com/docs/ingest-from/opentelemetry/otlp-api
  delta: /\.datadoghq\.(com|eu)|\.ddog-gov\.com|\.dynatrace\.com|\.dynatracelabs\.com/i,
  // Prometheus, and what has its addresses: https://prometheus.io/docs/guides/opentelemetry/
  cumulative: /\/api\/v1\/(otlp|push|write)|\/otlp\/v1\/metrics/i,
};

/** Whether it is known that metrics of the other temporality are not taken at an address. */
export function takesOnly(temporality: 'cumulative' | 'delta', address: string): boolean {
  return addresses[temporality].test(address);
}
