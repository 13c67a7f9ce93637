import type { Path } from '@plinth/findings';
import type { Place, Rule } from '../rule.ts';
import { asString, findScalars, getAt } from '../source/value-path.ts';

const secretKey =
  /^(proxy-)?authorization$|^(dd-|x-|x_)?api[-_]?key$|^x-(honeycomb-team|sf-token|insight-token|scope-orgid-token)$|^signoz-(access-token|ingestion-key)$|(^|[-_])(access[-_]token|auth[-_]token|ingest(ion)?[-_]key|license[-_]key|password|client_secret|secret_key|secret_access_key|credentials|passphrase)$|^token$/i;

const placeholder =
  /^<.*>$|^\*+$|your[-_ ]|^some[-_ ]?(secret|token|password|key)$|^x{3,}|change[-_]?me|placeholder|redacted|example|dummy|^[0-]+$|^(bearer|basic|api-token)\s*<.*>$/i;

/** The name of a secret in the place of the secret, such as `SPLUNK_ACCESS_TOKEN`. */
const nameInCapitals = /^([A-Z]+_)*(TOKEN|KEY|SECRET|PASSWORD)$/;

/** The ways in which Azure's receivers log in. They stand under a key that holds a secret elsewhere. */
const azureCredentials = ['service_principal', 'workload_identity', 'managed_identity', 'default_credentials'];

function isSecret(path: Path): boolean {
  const key = String(path.at(-1));
  return secretKey.test(key) || (key === 'key' && path.at(-2) === 'api') || (key === 'inline' && path.at(-2) === 'htpasswd');
}

export const literalSecret: Rule = {
  id: 'C036',
  title: 'secret in the config',
  severity: 'error',
  why: 'A config is committed, printed, mounted and sent to fleet managers: whoever reads it has the credential.',
  remedy: 'Write ${env:NAME} and set the variable from a Secret, or ${file:/path}.',
  source: 'https://opentelemetry.io/docs/security/config-best-practices/',
  check: ({ graph }) =>
    graph.components
      .filter(({ kind }) => kind !== 'processor')
      .flatMap((component): Place[] =>
        [...findScalars(component.config)].flatMap(({ path, value }): Place[] => {
          const text = asString(value);
          if (text === undefined || text === '' || text.includes('${') || placeholder.test(text) || nameInCapitals.test(text)) return [];
          if (azureCredentials.includes(text)) return [];
          const at = [...component.path, ...path];
          // Headers may also be a list of names and values.
          const name = path.at(-1) === 'value' ? asString(getAt(component.config, ...path.slice(0, -1), 'name')) : undefined;
          if (isSecret(path) || (name !== undefined && isSecret([name])))
            return [{ path: at, message: `"${name ?? String(path.at(-1))}" holds a secret in clear text` }];
          if (/^[a-z+]+:\/\/[^/\s:@]+:[^/\s@]+@/i.test(text)) return [{ path: at, message: 'the URL holds a password' }];
          return [];
        }),
      ),
};
