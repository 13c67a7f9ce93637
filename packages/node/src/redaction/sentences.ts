// Secrets that prose gives away: "the password is hunter2", "sent Bearer abc.def".

const marker = '[REDACTED]';

const naming = /pass|pwd|secret|key|token|bearer|basic|pin\s/i;
const scheme = /\b(bearer|basic|token|apikey)(\s{1,4})([A-Za-z0-9._~+/=-]{8,})/gi;
const spokenSecret =
  /\b(password|passwd|passphrase|passcode|pwd|secret|api[ _-]?key|access[ _-]?key|token|pin)(\s{1,3}(?:is|was|are|to|of)\s{0,2}:?\s{1,3}["'(]?)([^\s"',;()]{4,})/gi;
const barePassword = /\b(password|passwd|passphrase|pwd)(\s{1,3}["'(]?)([^\s"',;()=:]{6,})/gi;

/** Whether a text has a word after which a sentence may give a secret away. */
export function mayNameSecret(text: string): boolean {
  return naming.test(text);
}

export function redactSentences(text: string): string {
  return text.replace(scheme, redactScheme).replace(spokenSecret, redactSpoken).replace(barePassword, redactSpoken);
}

/** Whether a word is more likely a generated or chosen secret than a word of a sentence. */
export function looksGenerated(word: string): boolean {
  return word.length >= 24 || /\d|[a-z][A-Z]|[A-Z]{2}[a-z]|==$/.test(word);
}

function redactScheme(match: string, name: string, between: string, word: string): string {
  const secret = looksGenerated(word) || (name.toLowerCase() === 'bearer' && /\w[._~+/=-]\w/.test(word));
  return secret ? `${name}${between}${marker}` : match;
}

function redactSpoken(match: string, name: string, between: string, word: string): string {
  const secret = /\d/.test(word) && /[A-Za-z]/.test(word) && !word.startsWith('[');
  return secret ? `${name}${between}${marker}` : match;
}
