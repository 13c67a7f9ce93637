// Parses the body of a request to /control. It names every problem at once, each with its path.
import type { Problem } from '../errors.ts';
import { eventLevels, type EventLevel } from '@plinth/catalog';
import type { Change, Setting } from './control-state.ts';

const defaultTtlSeconds = 900;
const longestTtlSeconds = 86_400;
const longestName = 128;

export type ParsedChange = { readonly change: Change } | { readonly problems: readonly Problem[] };

/** `{"level":"debug","logger":"cards","ttl_seconds":900}` or `{"ratio":1,"ttl_seconds":60}`. */
export function parseChange(name: Setting['name'], text: string): ParsedChange {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { problems: [{ path: 'body', message: 'must be JSON' }] };
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { problems: [{ path: 'body', message: 'must be a JSON object' }] };
  }
  const fields = new Map(Object.entries(body));
  const problems: Problem[] = [];
  const known = name === 'log-level' ? ['level', 'logger', 'ttl_seconds'] : ['ratio', 'ttl_seconds'];
  for (const key of fields.keys()) {
    if (!known.includes(key)) problems.push({ path: key.slice(0, longestName), message: `is unknown; there is ${known.join(', ')}` });
  }
  const ttlSeconds = parseTtl(fields.get('ttl_seconds'), problems);
  const setting = name === 'log-level' ? parseLogLevel(fields, problems) : parseRatio(fields.get('ratio'), problems);
  return problems.length > 0 || setting === undefined ? { problems } : { change: { ...setting, ttlSeconds } };
}

function parseTtl(value: unknown, problems: Problem[]): number {
  if (value === undefined) return defaultTtlSeconds;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= longestTtlSeconds) return value;
  problems.push({ path: 'ttl_seconds', message: `must be a whole number from 1 to ${longestTtlSeconds}` });
  return defaultTtlSeconds;
}

function parseLogLevel(
  fields: ReadonlyMap<string, unknown>,
  problems: Problem[],
): Omit<Change & { value: EventLevel }, 'ttlSeconds'> | undefined {
  const level = eventLevels.find((known) => known === fields.get('level'));
  if (level === undefined) problems.push({ path: 'level', message: `must be one of ${eventLevels.join(', ')}` });
  const logger = fields.get('logger');
  if (logger !== undefined && !isName(logger)) {
    problems.push({ path: 'logger', message: `must be text of 1 to ${longestName} characters: the binding "logger" of a child logger` });
    return undefined;
  }
  return level === undefined ? undefined : { setting: { name: 'log-level', logger }, value: level };
}

function parseRatio(value: unknown, problems: Problem[]): Omit<Change & { value: number }, 'ttlSeconds'> | undefined {
  if (typeof value === 'number' && value >= 0 && value <= 1) return { setting: { name: 'sampling-ratio' }, value };
  problems.push({ path: 'ratio', message: 'must be a number from 0 to 1' });
  return undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longestName;
}
