// The headers of an outgoing request in the forms in which a client holds them: a flat list, or text that is ready to be sent.
import { givenHeaderNames, isReplaced, type GivenHeaders } from '../context/outgoing.ts';

/** Names and values in turn. A value may be a list: then the header is sent once for each item. */
export type HeaderList = unknown[];

const isGivenName = (name: string): boolean => givenHeaderNames.includes(name);
const lengths = new Set(givenHeaderNames.map(({ length }) => length));
const headerLine = new RegExp(`^(${givenHeaderNames.join('|')}):[ \t]*(.*?)[ \t]*$`, 'gim');

/** Undefined where the caller has set none of them, as nearly always. */
export function readHeaderList(list: HeaderList): GivenHeaders | undefined {
  let given: Record<string, string> | undefined;
  for (let index = 0; index + 1 < list.length; index += 2) {
    const name = nameAt(list, index);
    if (name !== undefined) given = addValue(given, name, joinValue(list[index + 1]));
  }
  return given;
}

/** Takes out what `headers` replace. */
export function removeFromList(list: HeaderList, headers: Readonly<Record<string, string>>): void {
  for (let index = list.length - 2; index >= 0; index -= 2) {
    const name = nameAt(list, index);
    if (name !== undefined && isReplaced(name, headers)) list.splice(index, 2);
  }
}

/** `text`: lines that end with CRLF. */
export function readHeaderText(text: string): GivenHeaders | undefined {
  let given: Record<string, string> | undefined;
  for (const [, name = '', value = ''] of text.matchAll(headerLine)) given = addValue(given, name.toLowerCase(), value);
  return given;
}

/** Writes `headers` into the text, before the empty line at its end if there is one, in the place of those which they replace. */
export function replaceInText(text: string, headers: Readonly<Record<string, string>>): string {
  const hasEnd = text.endsWith('\r\n\r\n');
  const kept = (hasEnd ? text.slice(0, -2) : text)
    .split(/(?<=\r\n)/)
    .filter((line) => !isReplaced(line.slice(0, Math.max(0, line.indexOf(':'))).toLowerCase(), headers));
  const added = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return [...kept, ...added, hasEnd ? '\r\n' : ''].join('');
}

/** The text of a value. Values of a header that is sent more than once are joined, as the receiver joins them. */
export function joinValue(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(', ') : String(value);
}

function nameAt(list: HeaderList, index: number): string | undefined {
  const given = list[index];
  // Most names have another length, and need not be written in lower case.
  if (typeof given !== 'string' || !lengths.has(given.length)) return undefined;
  const name = given.toLowerCase();
  return isGivenName(name) ? name : undefined;
}

function addValue(given: Record<string, string> | undefined, name: string, value: string): Record<string, string> {
  const known = given?.[name];
  return { ...given, [name]: known === undefined ? value : `${known}, ${value}` };
}
