// What no single manifest shows: rules over all services together.
import { findNearestName } from '@plinth/findings';
import type { ManifestProblem } from '../errors.ts';
import type { ServiceSource } from './service-source.ts';

interface Scope {
  /** Every service of the platform is here, so a name that is not here is a mistake. */
  readonly complete: boolean;
}

export function checkServices(services: readonly ServiceSource[], { complete }: Scope): ManifestProblem[] {
  return [...checkNames(services), ...(complete ? checkDependencies(services) : []), ...checkCycles(services)];
}

function checkNames(services: readonly ServiceSource[]): ManifestProblem[] {
  const first = new Map<string, string>();
  return services.flatMap(({ file, manifest: { name }, locate }) => {
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, file);
      return [];
    }
    return [locate({ code: 'manifest.service_twice', path: ['name'], message: `expected another name than ${other} has, got ${name}` })];
  });
}

function checkDependencies(services: readonly ServiceSource[]): ManifestProblem[] {
  const names = services.map(({ manifest }) => manifest.name);
  return services.flatMap(({ manifest, locate }) =>
    listServices(manifest.dependsOn).flatMap(({ key, service }) => {
      if (names.includes(service)) return [];
      const nearest = findNearestName(service, names);
      const message = `expected one of ${names.join(', ')}, got ${service}`;
      const path = ['dependsOn', key, 'service'];
      return [locate({ code: 'manifest.service_unknown', path, message, ...(nearest && { remedy: `did you mean ${nearest}?` }) })];
    }),
  );
}

/** Each circle is said once, at the first of its services. */
function checkCycles(services: readonly ServiceSource[]): ManifestProblem[] {
  const byName = new Map(services.map((source) => [source.manifest.name, source]));
  const done = new Set<string>();
  const problems: ManifestProblem[] = [];
  const visit = (name: string, way: readonly string[]): void => {
    const source = byName.get(name);
    if (source === undefined || done.has(name)) return;
    for (const { key, service, critical } of listServices(source.manifest.dependsOn)) {
      if (!critical || service === name) continue;
      const begin = [...way, name].indexOf(service);
      if (begin === -1) visit(service, [...way, name]);
      else {
        const circle = [...way, name].slice(begin);
        const message = `expected no circle, got ${[...circle, service].join(' → ')}`;
        problems.push(source.locate({ code: 'manifest.dependency_cycle', path: ['dependsOn', key], message }));
      }
    }
    done.add(name);
  };
  for (const name of byName.keys()) visit(name, []);
  return problems;
}

function listServices(dependsOn: ServiceSource['manifest']['dependsOn']) {
  return Object.entries(dependsOn).flatMap(([key, each]) =>
    'service' in each ? [{ key, service: each.service, critical: each.critical }] : [],
  );
}
