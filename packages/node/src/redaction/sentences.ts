// Secrets that prose gives away: "the password is hunter2", "sent Bearer abc.def", "born 1980-01-02".
import type { Mark } from './mark.ts';

const naming = /pass|pwd|secret|key|token|bearer|basic|pin\s/i;
const scheme = /\b(bearer|basic|token|apikey)(\s{1,4})([A-Za-z0-9._~+/=-]{8,})/gi;
const spokenSecret =
  /\b(password|passwd|pass ?phrase|passcode|pwd|secret|api[ _-]?key|access[ _-]?key|token|pin)(\s{1,3}(?:is|was|are|to|of)\s{0,2}:?\s{1,3}["'(]?)([^\s"',;()]{4,})/gi;
const barePassword = /\b(password|passwd|pass ?phrase|pwd)(\s{1,3}["'(]?)([^\s"',;()=:]{6,})/gi;

// What stands before a date or a number in a sentence: cheaper to look for than a word.
const spokenNumber = /[\s:="'(][\d+(]/;
const personal = /born|birth|d\.?o\.?b|tel|phone|mobile|call|sms|dial|contact|whatsapp|reached/i;
const month = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}';
const date = `\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.](?:\\d{4}|\\d{2})|(?:19|20)\\d{6}|\\d{1,2}\\.? ${month} \\d{4}|${month} \\d{1,2},? \\d{4}`;
const spokenBirthDate = new RegExp(
  `\\b(born(?: (?:on|in))?|d\\.?o\\.?b\\.?|birth ?da(?:te|y)|date of birth)([\\s:="'(]{1,6}(?:is |was |on )?)(${date})(?!\\d)`,
  'gi',
);
const spokenPhone =
  /\b(tel|telephone|phone|mobile|call|caller|callback|called|sms|dial|dialling|dialing|contact number|whatsapp|reached)([\s:="'(]{1,4}(?:number|is|to|at|on|from|no\.?)?[\s:="'(]{0,4})((?!\d{4}-\d\d-\d\d)\+?\(?\d(?:[ ()./-]{0,2}\d){8,14})(?![\w:-]|\.\d)/gi;

/** Whether a text has a word after which a sentence may give a secret away. */
export function mayNameSecret(text: string): boolean {
  return naming.test(text);
}

/** Whether a text has a word after which a birth date or a phone number may stand. */
export function mayNamePerson(text: string): boolean {
  return spokenNumber.test(text) && personal.test(text);
}

export function redactSentences(text: string, mark: Mark): string {
  const redactSpoken = (match: string, name: string, between: string, word: string): string =>
    isChosen(word) ? `${name}${between}${mark(undefined, word)}` : match;
  return text
    .replace(scheme, (match, name: string, between: string, word: string) =>
      isCredential(name, word) ? `${name}${between}${mark(undefined, word)}` : match,
    )
    .replace(spokenSecret, redactSpoken)
    .replace(barePassword, redactSpoken);
}

export function redactPersons(text: string, mark: Mark): string {
  return text
    .replace(spokenBirthDate, (_match, name: string, between: string, value: string) => `${name}${between}${mark('birth-date', value)}`)
    .replace(spokenPhone, (_match, name: string, between: string, value: string) => `${name}${between}${mark('phone', value)}`);
}

/** Whether a word is more likely a generated or chosen secret than a word of a sentence. */
export function looksGenerated(word: string): boolean {
  return word.length >= 24 || /\d|[a-z][A-Z]|[A-Z]{2}[a-z]|==$/.test(word);
}

function isCredential(name: string, word: string): boolean {
  return looksGenerated(word) || (name.toLowerCase() === 'bearer' && /\w[._~+/=-]\w/.test(word));
}

function isChosen(word: string): boolean {
  return /\d/.test(word) && /[A-Za-z]/.test(word) && !word.startsWith('[');
}
