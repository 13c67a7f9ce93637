import { findTargets, isPublicHost, readHost } from '../facts/endpoints.ts';
import type { Place, Rule } from '../rule.ts';
import { findMappings, getAt } from '../source/value-path.ts';

export const transportSecurity: Rule = {
  id: 'C035',
  title: 'telemetry over an unprotected connection',
  severity: 'error',
  why: 'Telemetry carries user data and credentials in its headers. Without TLS everybody on the way reads it; without verification anybody can claim to be the backend.',
  remedy: 'Use https:// and leave tls.insecure and tls.insecure_skip_verify off; give a private CA as tls.ca_file.',
  source: 'https://opentelemetry.io/docs/security/config-best-practices/',
  check: ({ graph }) => [
    ...graph.components.flatMap((component): Place[] =>
      findTargets(component).flatMap(({ path, text, beside }): Place[] => {
        const host = readHost(text);
        if (host === undefined || !isPublicHost(host)) return [];
        if (text.startsWith('http://')) return [{ path, message: `${text} sends in clear text to another network` }];
        if (getAt(beside, 'tls', 'insecure') !== true || text.startsWith('https://')) return [];
        return [{ path: [...path.slice(0, -1), 'tls', 'insecure'], message: `tls.insecure sends in clear text to ${host}` }];
      }),
    ),
    ...graph.components
      .filter(({ kind }) => kind === 'exporter' || kind === 'receiver')
      .flatMap((component) =>
        [...findMappings(component.config)].flatMap(({ path, value }): Place[] => {
          if (path.at(-1) !== 'tls') return [];
          const places: Place[] = [];
          const at = [...component.path, ...path];
          if (value['insecure_skip_verify'] === true)
            places.push({
              path: [...at, 'insecure_skip_verify'],
              severity: 'warning',
              message: 'the certificate of the other side is not verified',
            });
          if (['1.0', '1.1', 1, 1.1].includes(value['min_version'] as string | number))
            places.push({ path: [...at, 'min_version'], severity: 'warning', message: `TLS ${String(value['min_version'])} is broken` });
          return places;
        }),
      ),
  ],
};
