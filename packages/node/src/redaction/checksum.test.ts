import { describe, expect, it } from 'vitest';
import { isCardNumber, isIssuerPrefix, passesLuhn, passesMod97, readIbanLength } from './checksum.ts';

describe('passesLuhn', () => {
  it.each(['4111111111111111', '378282246310005', '79927398713', '0'])('%s', (digits) => expect(passesLuhn(digits)).toBe(true));
  it.each(['4111111111111112', '79927398710', '1'])('not %s', (digits) => expect(passesLuhn(digits)).toBe(false));
});

describe('isCardNumber', () => {
  it.each([
    ['Visa', '4111111111111111'],
    ['Visa, 13 digits', '4222222222222'],
    ['Mastercard', '5555555555554444'],
    ['Mastercard, 2-series', '2223003122003222'],
    ['American Express', '378282246310005'],
    ['Diners', '30569309025904'],
    ['Discover', '6011111111111117'],
    ['JCB', '3530111333300000'],
    ['UnionPay', '6240008631401148'],
    ['Maestro', '6759649826438453'],
  ])('%s', (_network, digits) => expect(isCardNumber(digits)).toBe(true));

  it.each([
    ['no issuer', '1234567812345670'],
    ['wrong sum', '4111111111111112'],
    ['a length that Visa does not have', '411111111111116'],
  ])('not: %s', (_reason, digits) => expect(isCardNumber(digits)).toBe(false));

  it('knows a prefix of four digits without the length', () => {
    expect(isIssuerPrefix('4111')).toBe(true);
    expect(isIssuerPrefix('1763')).toBe(false);
    expect(isIssuerPrefix('4111', 15)).toBe(false);
  });
});

describe('IBAN', () => {
  it.each(['GB82WEST12345698765432', 'DE89370400440532013000', 'MT84MALT011000012345MTLCAST001S', 'NO9386011117947'])('%s', (account) => {
    expect(passesMod97(account)).toBe(true);
    expect(readIbanLength(account.slice(0, 2))).toBe(account.length);
  });

  it('a changed digit fails', () => expect(passesMod97('GB82WEST12345698765433')).toBe(false));
  it('a country without IBANs has no length', () => expect(readIbanLength('US')).toBeUndefined());
});
