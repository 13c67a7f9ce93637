// Which names say that their value is a secret or identifies a person.
import { createKeyCache } from './key-cache.ts';

/** The form in which names are compared: letters and digits only, in lower case. */
export function normaliseKey(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, '');
}

const exactNames = new Set(
  `password passwd pwd pass passphrase passcode passwords passwordhash passwordsalt passwordconfirmation userpass
  secret secrets secretvalue secretkeybase token tokenvalue auth authorization proxyauthorization wwwauthenticate cookie cookies setcookie
  apikey apitoken accesskey accesskeyid secretkey privatekey accountkey sharedaccesskey signingkey encryptionkey masterkey
  clientsecret accesstoken refreshtoken idtoken sessiontoken sessionid sessid sid csrf xsrf csrftoken xcsrftoken jwt bearer bearertoken
  credential credentials signature xamzsignature xamzcredential xamzsecuritytoken connectionstring databaseurl dsn awssecretaccesskey
  otp otpcode onetimepassword mfacode totp totpsecret recoverycode backupcodes verificationcode securitycode securityanswer pin pincode
  pan cardnumber ccnumber creditcard creditcardnumber debitcard cvv cvc cvv2 cvc2 cardcvc cardcvv trackdata magstripe
  iban accountnumber bankaccount bankaccountnumber routingnumber sortcode
  ssn socialsecuritynumber socialsecurity taxid taxnumber nationalid nationalinsurancenumber nino passport passportnumber
  driverslicense driverlicense drivinglicence licensenumber dob dateofbirth birthdate birthday placeofbirth mothersmaidenname
  mrn medicalrecordnumber nhsnumber healthinsurancenumber insurancenumber phone phonenumber mobile mobilenumber mobilephone telephone msisdn`.split(
    /\s+/,
  ),
);

const suffixes = `password passwd pwd passphrase secret token apikey privatekey secretkey accesskey accountkey signingkey encryptionkey
  credential credentials authorization cookie cardnumber ssn cvv cvc connectionstring sessionid phonenumber dateofbirth`.split(/\s+/);

const harmlessNames = new Set(
  `tokentype maxtokens inputtokens outputtokens totaltokens prompttokens completiontokens passed spanid traceid
  nexttoken nextpagetoken pagetoken continuationtoken synctoken canceltoken cancellationtoken hastoken haspassword ispassword auth0`.split(
    /\s+/,
  ),
);

const longestName = 64;

/**
 * Makes a test of key names. The spelling does not matter: `X-Api-Key`, `apiKey` and `api_key` are one name. A name is secret when it is
 * on the list, or ends in a word of the list (`dbPassword`, `stripe_secret_2`). `allowKeys` are never secret. Answers are cached.
 */
export function createSecretKeyRule(allowKeys: readonly string[]): (key: string) => boolean {
  const allowed = new Set(allowKeys.map(normaliseKey));
  return createKeyCache((key) => isSecretName(normaliseKey(key.slice(-longestName)), allowed));
}

function isSecretName(name: string, allowed: ReadonlySet<string>): boolean {
  if (allowed.has(name) || harmlessNames.has(name)) return false;
  if (exactNames.has(name)) return true;
  const word = name.replace(/\d{1,4}$/, '');
  return exactNames.has(word) || suffixes.some((suffix) => word.endsWith(suffix));
}
