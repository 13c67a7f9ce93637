// Parses the text of one variable. The result is a value, or the rule that the text breaks.
import { trustLevels, type InboundTrust, type SamplingRatios, type Trust } from './options.ts';

/** `ignored`: what of the text is left out of the value, and why. */
export type ParsedValue<T> = { readonly value: T; readonly ignored?: string } | { readonly rule: string };
export type ValueParser<T> = (text: string) => ParsedValue<T>;

export const text: ValueParser<string> = (value) => ({ value });

/** A text that has so many characters or more. */
export function secretOf(shortest: number): ValueParser<string> {
  return (value) => (value.length < shortest ? { rule: `must have ${shortest} characters or more` } : { value });
}

/** A text that can stand after `Bearer` in a header, and has so many characters or more. */
export function bearerToken(shortest: number): ValueParser<string> {
  const rule = `must have ${shortest} characters or more, printable ASCII without spaces`;
  return (value) => (value.length >= shortest && /^[!-~]+$/.test(value) ? { value } : { rule });
}

export const flag: ValueParser<boolean> = (value) => {
  const lower = value.toLowerCase();
  return lower === 'true' || lower === 'false' ? { value: lower === 'true' } : { rule: 'must be true or false' };
};

export function integer(min: number, max: number): ValueParser<number> {
  return (value) => {
    const number = Number(value);
    return /^\d+$/.test(value) && number >= min && number <= max
      ? { value: number }
      : { rule: `must be a whole number from ${min} to ${max}` };
  };
}

export const ratio: ValueParser<number> = (value) => {
  const number = Number(value);
  return /^[\d.]+(e-\d+)?$/i.test(value) && number >= 0 && number <= 1 ? { value: number } : { rule: 'must be a number from 0 to 1' };
};

export function oneOf<const T extends string>(...allowed: readonly T[]): ValueParser<T> {
  return (value) => {
    const found = allowed.find((item) => item === value.toLowerCase());
    return found === undefined ? { rule: `must be one of ${allowed.join(', ')}` } : { value: found };
  };
}

/** Milliseconds. 0 means that there is no limit (OpenTelemetry specification). */
export function timeLimit(longest: number): ValueParser<number> {
  const parse = integer(0, longest);
  return (value) => {
    const parsed = parse(value);
    return 'value' in parsed && parsed.value === 0 ? { value: longest } : parsed;
  };
}

/** A comma-separated list of known names. `none` alone means the empty list. Unknown names are left out, unless there are no others. */
export function listOf<const T extends string>(...allowed: readonly T[]): ValueParser<readonly T[]> {
  return (value) => {
    const items = [...new Set(splitList(value.toLowerCase()))];
    if (items.length === 1 && items[0] === 'none') return { value: [] };
    const known = items.flatMap((item) => allowed.filter((name) => name === item));
    const rule = `must be none or a comma-separated list of ${allowed.join(', ')}`;
    if (known.length === 0) return { rule };
    return known.length === items.length ? { value: known } : { value: known, ignored: rule };
  };
}

/** Changes of a usual list: `name` adds, `-name` removes. `none` alone means the empty list. */
export function changesOf<const T extends string>(allowed: readonly T[], usual: readonly T[]): ValueParser<readonly T[]> {
  const rule = `must be none or a comma-separated list of ${allowed.join(', ')}, with a minus in front of each that is turned off`;
  return (value) => {
    const items = splitList(value.toLowerCase());
    if (items.length === 1 && items[0] === 'none') return { value: [] };
    const changed = new Set(usual);
    for (const item of items) {
      const name = allowed.find((known) => item === known || item === `-${known}`);
      if (name === undefined) return { rule };
      if (item.startsWith('-')) changed.delete(name);
      else changed.add(name);
    }
    return { value: [...changed] };
  };
}

export const list: ValueParser<readonly string[]> = (value) => ({ value: splitList(value) });

const hostPattern = /^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i;
export const hostList: ValueParser<readonly string[]> = (value) => {
  const hosts = splitList(value).map((host) => host.toLowerCase());
  return hosts.every((host) => hostPattern.test(host))
    ? { value: hosts }
    : { rule: 'must be a comma-separated list of host names, each like api.example.com or *.example.com' };
};

/** Addresses to listen on, comma-separated. The brackets of an IPv6 address may be left out. */
export const addressList: ValueParser<readonly string[]> = (value) => {
  const addresses = splitList(value).map((address) => address.replace(/^\[(.*)\]$/, '$1'));
  return addresses.length > 0 && addresses.every((address) => /^[\w.:%-]+$/.test(address))
    ? { value: [...new Set(addresses)] }
    : { rule: 'must be an address or a comma-separated list of addresses, each like 127.0.0.1, ::1 or a host name' };
};

/** Paths of requests, each exact or with a star at its end. */
export const pathList: ValueParser<readonly string[]> = (value) => {
  const paths = splitList(value);
  return paths.every((path) => /^\/[^*?#\s]*\*?$/.test(path))
    ? { value: paths }
    : { rule: 'must be a comma-separated list of paths, each like /healthz or /internal/*, without a query' };
};

/** `key1=value1,key2=value2`, percent-decoded (W3C Baggage form, as OTEL_RESOURCE_ATTRIBUTES and OTLP headers use it). */
export const keyValues: ValueParser<Readonly<Record<string, string>>> = (value) => {
  const entries: [string, string][] = [];
  for (const pair of splitList(value)) {
    const equals = pair.indexOf('=');
    const key = decodePercent(pair.slice(0, Math.max(0, equals)).trim());
    const decoded = decodePercent(pair.slice(equals + 1).trim());
    if (!key || decoded === undefined) return { rule: 'must be key1=value1,key2=value2, percent-encoded' };
    entries.push([key, decoded]);
  }
  return { value: Object.fromEntries(entries) };
};

/** The same, for headers of HTTP. A header that cannot be sent would cost each export. */
export const headerValues: ValueParser<Readonly<Record<string, string>>> = (value) => {
  const parsed = keyValues(value);
  if ('rule' in parsed) return parsed;
  const isSendable = Object.entries(parsed.value).every(
    ([key, text]) => /^[\w!#$%&'*+.^`|~-]+$/.test(key) && /^[\t\x20-\x7e\x80-\xff]*$/.test(text),
  );
  return isSendable ? parsed : { rule: 'must be name1=value1,name2=value2, percent-encoded, with names and values that HTTP allows' };
};

/** `production=0.1,staging=1`: sampling ratios of environments. They are added to those of the default. */
export function ratios(usual: SamplingRatios): ValueParser<SamplingRatios> {
  return (value) => {
    const rule = 'must be environment=ratio pairs like production=0.1,staging=1 with ratios from 0 to 1';
    const pairs = keyValues(value);
    if ('rule' in pairs) return { rule };
    const byEnvironment = new Map(usual.byEnvironment);
    for (const [environment, item] of Object.entries(pairs.value)) {
      const parsed = ratio(item);
      if ('rule' in parsed) return { rule };
      byEnvironment.set(environment, parsed.value);
    }
    return { value: { ...usual, byEnvironment } };
  };
}

/** `untrusted`, `8080=untrusted` or `untrusted,9090=trusted`: trust for each port, and for the others. */
export function inboundTrust(usual: InboundTrust): ValueParser<InboundTrust> {
  return (value) => {
    const rule = 'must be trusted or untrusted, for all ports or for single ones, like untrusted,9090=trusted; each port once';
    const ports: Record<number, Trust> = {};
    let otherwise: Trust | undefined;
    const items = splitList(value);
    for (const item of items) {
      const [, port, name] = /^(?:(\d{1,5})\s*=\s*)?([a-z]+)$/i.exec(item) ?? [];
      const trust = trustLevels.find((known) => known === name?.toLowerCase());
      if (trust === undefined) return { rule };
      if (port === undefined) {
        if (otherwise !== undefined) return { rule };
        otherwise = trust;
      } else {
        const number = Number(port);
        if (number < 1 || number > 65_535 || ports[number] !== undefined) return { rule };
        ports[number] = trust;
      }
    }
    return items.length === 0 ? { rule } : { value: { ports, otherwise: otherwise ?? usual.otherwise } };
  };
}

function splitList(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function decodePercent(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
