// The list of vendors' members in the header `tracestate`, by the rules of W3C Trace Context Level 2.
import type { TraceState } from '@opentelemetry/api';

// Source: https://www.w3.org/TR/trace-context-2/#tracestate-header
const mostMembers = 32;
const validKey = /^[a-z0-9][a-z0-9_\-*/@]{0,255}$/;
const validValue = /^[ -+\--<>-~]{0,255}[!-+\--<>-~]$/;

/** Undefined where a member breaks the rules, or there are too many of them: then the whole list must not be sent on. */
export function parseTraceState(text: string): TraceState | undefined {
  const members = new Map<string, string>();
  let count = 0;
  for (const part of text.split(',')) {
    const member = part.replace(/^[ \t]+|[ \t]+$/g, '');
    if (member === '') continue;
    const equals = member.indexOf('=');
    const key = member.slice(0, Math.max(0, equals));
    const value = member.slice(equals + 1);
    if (equals < 0 || !validKey.test(key) || !validValue.test(value) || ++count > mostMembers) return undefined;
    // Of members with one key the first is the latest.
    if (!members.has(key)) members.set(key, value);
  }
  return members.size === 0 ? undefined : new MemberList(members);
}

class MemberList implements TraceState {
  readonly #members: ReadonlyMap<string, string>;

  constructor(members: ReadonlyMap<string, string>) {
    this.#members = members;
  }

  /** A member that is set comes first. One that breaks the rules is not set. */
  set(key: string, value: string): TraceState {
    if (!validKey.test(key) || !validValue.test(value)) return this;
    const others = [...this.#members].filter(([name]) => name !== key).slice(0, mostMembers - 1);
    return new MemberList(new Map([[key, value], ...others]));
  }

  unset(key: string): TraceState {
    return new MemberList(new Map([...this.#members].filter(([name]) => name !== key)));
  }

  get(key: string): string | undefined {
    return this.#members.get(key);
  }

  serialize(): string {
    return [...this.#members].map(([key, value]) => `${key}=${value}`).join(',');
  }
}
