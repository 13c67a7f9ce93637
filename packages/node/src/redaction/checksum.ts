// Number systems with check digits: what tells a card number or a bank account from any other long number.

/** Sum rule of card numbers (ISO/IEC 7812-1, annex B). `digits` holds digits only. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  let doubled = false;
  for (let index = digits.length - 1; index >= 0; index--) {
    let digit = digits.charCodeAt(index) - 48;
    if (doubled) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
    doubled = !doubled;
  }
  return sum % 10 === 0;
}

interface CardNetwork {
  /** First and last issuer prefix of each range, both of the same width, four digits at most. */
  readonly prefixes: readonly (readonly [from: string, to: string])[];
  readonly lengths: readonly number[];
}

// Issuer ranges: https://en.wikipedia.org/wiki/Payment_card_number#Issuer_identification_number_(IIN)
const networks: readonly CardNetwork[] = [
  { prefixes: [['4', '4']], lengths: [13, 16, 19] },
  {
    prefixes: [
      ['51', '55'],
      ['2221', '2720'],
    ],
    lengths: [16],
  },
  {
    prefixes: [
      ['34', '34'],
      ['37', '37'],
    ],
    lengths: [15],
  },
  {
    prefixes: [
      ['36', '36'],
      ['38', '39'],
      ['3000', '3059'],
      ['3095', '3095'],
    ],
    lengths: [14, 15, 16, 17, 18, 19],
  },
  {
    prefixes: [
      ['60', '60'],
      ['62', '62'],
      ['6440', '6599'],
      ['3528', '3589'],
      ['81', '81'],
    ],
    lengths: [16, 17, 18, 19],
  },
  {
    prefixes: [
      ['50', '50'],
      ['56', '58'],
      ['61', '61'],
      ['63', '63'],
      ['67', '67'],
    ],
    lengths: [13, 14, 15, 16, 17, 18, 19],
  },
];

// Bit n of an entry: cards that start with these four digits may have n digits.
const lengthsByPrefix = new Uint32Array(10_000);
for (const { prefixes, lengths } of networks) {
  const bits = lengths.reduce((sum, length) => sum | (1 << length), 0);
  for (const [from, to] of prefixes) {
    for (let prefix = Number(from.padEnd(4, '0')); prefix <= Number(to.padEnd(4, '9')); prefix++)
      lengthsByPrefix[prefix] = (lengthsByPrefix[prefix] ?? 0) | bits;
  }
}

/** Whether the digits can be a card number: a known issuer prefix, a length of that issuer, and the Luhn sum. */
export function isCardNumber(digits: string): boolean {
  return isIssuerPrefix(digits.slice(0, 4), digits.length) && passesLuhn(digits);
}

/** Whether an issuer's cards start with these four digits; of this length, when one is given. */
export function isIssuerPrefix(prefix: string, length?: number): boolean {
  const lengths = lengthsByPrefix[Number(prefix)] ?? 0;
  return length === undefined ? lengths !== 0 : (lengths & (1 << length)) !== 0;
}

/** Check rule of IBANs (ISO 13616, ISO 7064 mod 97-10). `account` holds upper-case letters and digits only. */
export function passesMod97(account: string): boolean {
  let remainder = 0;
  for (const character of account.slice(4) + account.slice(0, 4)) {
    const code = character.charCodeAt(0);
    remainder = code >= 65 ? (remainder * 100 + code - 55) % 97 : (remainder * 10 + code - 48) % 97;
  }
  return remainder === 1;
}

// Total length by country. Source: SWIFT IBAN Registry, https://www.swift.com/standards/data-standards/iban-international-bank-account-number
const ibanLengths: Readonly<Record<number, string>> = {
  15: 'NO',
  16: 'BE',
  18: 'DK FI FK FO GL NL SD',
  19: 'MK SI',
  20: 'AT BA EE KZ LT LU MN XK',
  21: 'CH HR LI LV',
  22: 'BG BH CR DE GB GE IE ME RS VA',
  23: 'AE GI IL IQ OM SO TL',
  24: 'AD CZ ES MD PK RO SA SE SK TN VG',
  25: 'LY PT ST',
  26: 'IS TR',
  27: 'BI DJ FR GR IT MC MR SM',
  28: 'AL AZ BY CY DO GT HN HU LB NI PL SV',
  29: 'BR EG PS QA UA',
  30: 'JO KW MU YE',
  31: 'MT SC',
  32: 'LC',
  33: 'RU',
};

const lengthByCountry = new Map(
  Object.entries(ibanLengths).flatMap(([length, countries]) => countries.split(' ').map((country) => [country, Number(length)] as const)),
);

/** Length of an IBAN of this country, or undefined where the country has none. */
export function readIbanLength(country: string): number | undefined {
  return lengthByCountry.get(country);
}
