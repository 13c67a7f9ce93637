// Which hosts may see baggage and the correlation id. A trace id says nothing about anyone; baggage may name a tenant.

const ipv4Loopback = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;
const cacheSize = 1000;

/**
 * A test for host names. It always allows loopback, and names that resolve inside of a cluster only
 * (one label, `*.svc`, `*.cluster.local`). `patterns`: exact names or `*.suffix`.
 */
export function createHostFilter(patterns: readonly string[]): (host: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.startsWith('*.')));
  const suffixes = ['.svc', '.cluster.local', ...patterns.filter((pattern) => pattern.startsWith('*.')).map((pattern) => pattern.slice(1))];
  const cache = new Map<string, boolean>();
  const decide = (host: string): boolean => {
    const name = host.toLowerCase().replace(/\.$/, '');
    if (ipv4Loopback.test(name) || name === '::1' || name === '[::1]') return true;
    if (!name.includes('.') && !name.includes(':')) return true;
    return exact.has(name) || suffixes.some((suffix) => name.endsWith(suffix));
  };
  return (host) => {
    let allowed = cache.get(host);
    if (allowed === undefined) {
      if (cache.size >= cacheSize) cache.clear();
      allowed = decide(host);
      cache.set(host, allowed);
    }
    return allowed;
  };
}
