// Parts of PromQL expressions. This folder knows Prometheus, and nothing of what is measured.

/** The matcher of a label's value: `job="api"`. */
export function matchLabel(label: string, value: string): string {
  return `${label}=${JSON.stringify(value)}`;
}

/**
 * A counter under both of its names: a scrape gives it without a suffix, and Prometheus’ OTLP endpoint adds `_total`.
 * One rate never has two counters: their series have the same labels, and Prometheus refuses that.
 * @param matchers Matchers of labels, with commas between them.
 */
export function selectCounter(name: string, matchers: string): string {
  return `{__name__=~"${name}(_total)?", ${matchers}}`;
}

/** True where one of the counters grew within five minutes. */
export function growsBy(label: string, counters: readonly string[]): string {
  return counters.map((counter) => `sum by (${label}) (rate(${counter}[5m])) > 0`).join(' or ');
}

/** True where one of the series is not there at all. */
export function isAnyAbsent(series: readonly string[]): string {
  return series.map((one) => `absent(${one})`).join(' or ');
}
