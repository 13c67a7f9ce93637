/** Attributes whose value differs for each request, user or thing. As a label of a metric, each value makes a series of its own. */
const unbounded =
  /^(url\.(full|path|query)|http\.(url|target)|db\.(statement|query\.text)|client\.(address|ip)|(net|network)\.(sock\.)?peer\.(ip|addr|address|port)|source\.(address|port)|exception\.(message|stacktrace)|user_agent\.original|http\.user_agent|container\.id|k8s\.pod\.uid|trace_?id|span_?id)$|(^|[._-])(user|enduser|customer|account|session|request|order|transaction|message|correlation|cart|payment|invoice)[._-]?(id|uuid|email|name)$|[._-](uuid|guid|email)$/i;

export function isHighCardinality(attribute: unknown): attribute is string {
  return typeof attribute === 'string' && unbounded.test(attribute);
}
