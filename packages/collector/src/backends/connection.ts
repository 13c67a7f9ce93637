// The connection to a backend that users run themselves: TLS, authentication, and the tenant.
import { isLoopback } from '@plinth/findings';
import type { BackendAuth, BackendTls } from '@plinth/manifest';
import type { ConfigValue } from '../components/config-value.ts';
import { buildBasicAuth, buildBearerToken } from '../components/extensions.ts';
import type { Needs } from '../components/needs.ts';
import { buildClientTls, type ClientTls } from '../components/tls.ts';
import { buildSecretVariable } from './secret-variable.ts';

export interface BackendConnection {
  readonly endpoint: string;
  readonly tls?: BackendTls | undefined;
  readonly auth?: BackendAuth | undefined;
  /** The value of X-Scope-OrgID. */
  readonly tenant?: string | undefined;
}

export interface Connection {
  readonly tls: ClientTls | undefined;
  /** Id of the extension that authenticates. */
  readonly authenticator?: string;
  readonly headers: Readonly<Record<string, ConfigValue>> | undefined;
  readonly needs: Partial<Needs>;
}

export function buildConnection(name: string, { endpoint, tls, auth, tenant }: BackendConnection): Connection {
  const { secretFiles, clientTls } = buildBackendTls(tls, endpoint);
  const { headers: secretHeaders = {}, needs, ...authenticator } = auth === undefined ? { needs: {} } : buildAuth(name, auth);
  const headers = { ...(tenant !== undefined && { 'X-Scope-OrgID': tenant }), ...secretHeaders };
  return {
    tls: clientTls,
    ...authenticator,
    headers: Object.keys(headers).length === 0 ? undefined : headers,
    needs: { ...needs, secretFiles },
  };
}

/** The settings of a client, and the secrets that it reads as files. A connection to this machine itself is not encrypted. */
export function buildBackendTls(
  tls: BackendTls | undefined,
  endpoint: string,
): { readonly clientTls: ClientTls | undefined; readonly secretFiles: readonly string[] } {
  return {
    clientTls: buildClientTls({
      plaintext: tls?.plaintext !== undefined || isLoopback(endpoint),
      ca: tls?.caSecret,
      certificateSecret: tls?.certificateSecret,
      serverName: tls?.serverName,
    }),
    secretFiles: [tls?.caSecret?.secret, tls?.certificateSecret].filter((secret) => secret !== undefined),
  };
}

interface Auth {
  readonly authenticator?: string;
  readonly headers?: Readonly<Record<string, ConfigValue>>;
  readonly needs: Partial<Needs>;
}

function buildAuth(name: string, auth: BackendAuth): Auth {
  if ('bearer' in auth) {
    const token = buildSecretVariable(name, 'token', auth.bearer);
    return {
      authenticator: `bearertokenauth/${name}`,
      needs: { extensions: [buildBearerToken({ name, token: token.reference })], variables: [token.variable] },
    };
  }
  if ('basic' in auth) {
    const username = buildSecretVariable(name, 'username', auth.basic.username);
    const password = buildSecretVariable(name, 'password', auth.basic.password);
    return {
      authenticator: `basicauth/${name}`,
      needs: {
        extensions: [buildBasicAuth({ name, username: username.reference, password: password.reference })],
        variables: [username.variable, password.variable],
      },
    };
  }
  const secrets = Object.entries(auth.headers)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([header, secret]) => ({ header, ...buildSecretVariable(name, header, secret) }));
  return {
    headers: Object.fromEntries(secrets.map(({ header, reference }) => [header, reference])),
    needs: { variables: secrets.map(({ variable }) => variable) },
  };
}
