import { expect, test } from 'vitest';
import { createHostFilter } from './propagation-hosts.ts';

test.each([
  'localhost',
  '127.0.0.1',
  '127.8.0.1',
  '::1',
  '[::1]',
  'payments',
  'payments.shop.svc',
  'payments.shop.svc.cluster.local',
  'Payments.',
])('%s is inside', (host) => expect(createHostFilter([])(host)).toBe(true));

test.each(['api.example.com', '10.0.0.1', '1270.0.0.1', 'evil-svc.example', 'fd00::1', 'localhost.example.com'])('%s is outside', (host) =>
  expect(createHostFilter([])(host)).toBe(false),
);

test('listed names and suffixes are inside, what merely ends like them is not', () => {
  const isTrusted = createHostFilter(['api.example.com', '*.internal.example']);
  expect(isTrusted('api.example.com')).toBe(true);
  expect(isTrusted('a.internal.example')).toBe(true);
  expect(isTrusted('internal.example')).toBe(false);
  expect(isTrusted('evilapi.example.com')).toBe(false);
});
