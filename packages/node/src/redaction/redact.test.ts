import { describe, expect, it } from 'vitest';
import { createRedaction } from './redact.ts';

const redaction = createRedaction({ allowKeys: [] });

describe('isSecretKey', () => {
  it.each([
    'password',
    'Password',
    'DB_PASSWORD',
    'dbPassword',
    'x-api-key',
    'apiKey',
    'Authorization',
    'set-cookie',
    'refreshToken',
    'stripe_secret_2',
  ])('%s is secret', (key) => expect(redaction.isSecretKey(key)).toBe(true));
  it.each(['card_number', 'cvv', 'ssn', 'iban', 'dateOfBirth', 'phone_number'])('%s identifies a person', (key) =>
    expect(redaction.isSecretKey(key)).toBe(true),
  );
  it.each(['author', 'monkey', 'max_tokens', 'token_type', 'nextPageToken', 'passed', 'trace_id', 'description', ''])('%s is not', (key) =>
    expect(redaction.isSecretKey(key)).toBe(false),
  );

  it('sees the end of a key of any length', () => {
    expect(redaction.isSecretKey(`${'x'.repeat(1000)}_password`)).toBe(true);
    expect(redaction.isSecretKey('x'.repeat(1000))).toBe(false);
  });

  it('stays right when there are more keys than it remembers', () => {
    for (let index = 0; index < 10_000; index++) redaction.isSecretKey(`key_${index}`);
    expect(redaction.isSecretKey('password')).toBe(true);
    expect(redaction.isSecretKey('key_1')).toBe(false);
  });
});

describe('allowKeys', () => {
  const lenient = createRedaction({ allowKeys: ['session-id', 'code'] });

  it('lets a key through whatever its spelling', () => {
    expect(lenient.isSecretKey('sessionId')).toBe(false);
    expect(lenient.isSecretKey('session_id')).toBe(false);
    expect(lenient.isSecretKey('session_token')).toBe(true);
  });

  it('holds in text and in queries too', () => {
    expect(lenient.redactText('session_id=abc1 password=abc2')).toBe('session_id=abc1 password=[REDACTED]');
    expect(lenient.redactUrlQuery('code=abc1&sig=abc2')).toBe('code=abc1&sig=[REDACTED]');
    expect(redaction.redactUrlQuery('code=abc1')).toBe('code=[REDACTED]');
  });
});

describe('redactUrlQuery', () => {
  it.each([
    ['page=2&sort=asc', 'page=2&sort=asc'],
    ['?access_token=abc&ssn=123-45-6789&page=2', '?access_token=[REDACTED]&ssn=[REDACTED]&page=2'],
    ['q=bob%40example.com', 'q=[REDACTED:email]'],
    ['q=card+4111+1111+1111+1111', 'q=card%20[REDACTED:pan]'],
    ['pass%77ord=x', 'pass%77ord=[REDACTED]'],
    ['user[password]=x&user%5Bpin%5D=1', 'user[password]=[REDACTED]&user%5Bpin%5D=1'],
    ['next=%2Fa%3Ftoken%3Dabc', 'next=/a?token%3D[REDACTED]'],
    ['bad=%E0%A4%A&token=x', 'bad=%E0%A4%A&token=[REDACTED]'],
    ['', ''],
    ['flag', 'flag'],
    ['token=', 'token=[REDACTED]'],
  ])('%s', (query, redacted) => {
    expect(redaction.redactUrlQuery(query)).toBe(redacted);
  });
});

describe('redactStack', () => {
  const frames = '\n    at charge (/app/dist/charge.js:10:5)\n    at async main (file:///app/dist/main.js:2:1)';

  it('scans the message and leaves the frames', () => {
    expect(redaction.redactStack(`Error: declined 4111111111111111${frames}`)).toBe(`Error: declined [REDACTED:pan]${frames}`);
  });

  it('scans frames that may hold more than a path', () => {
    expect(redaction.redactStack(`Error: x\n    at load (https://x.io/a.js?token=abc:1:2)`)).toBe(
      'Error: x\n    at load (https://x.io/a.js?token=[REDACTED]',
    );
  });

  it('scans text between frames: a message can quote another stack', () => {
    const stack = `Error: outer Error: inner${frames}\nbody was password: hunter2${frames}`;
    expect(redaction.redactStack(stack)).not.toContain('hunter2');
  });
});

describe('ids are not card numbers', () => {
  const { redactText } = createRedaction({ allowKeys: [] });
  it.each([
    '01a21245-8f22-7797-8798-638531f30b71',
    'order 01a21299-8151-7417-9057-41395f69979f placed',
    '{"id":"01a214fb-fb27-71d8-9e50-747574668062"}',
    '01A21521-5711-7514-8952-887475BA520C',
  ])('%s', (text: string) => expect(redactText(text)).toBe(text));

  it('beside one, a card number is still one', () => {
    expect(redactText('01a21245-8f22-7797-8798-638531f30b71 4111 1111 1111 1111')).toBe(
      '01a21245-8f22-7797-8798-638531f30b71 [REDACTED:pan]',
    );
    expect(redactText('4111-1111-1111-1111 01a21245-8f22-7797-8798-638531f30b71')).toBe(
      '[REDACTED:pan] 01a21245-8f22-7797-8798-638531f30b71',
    );
    expect(redactText('ab4111-1111-1111-1111-638531f30b71')).toContain('[REDACTED:pan]');
  });
});
