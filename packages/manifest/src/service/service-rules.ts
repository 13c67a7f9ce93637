// Rules that no single key shows. They look at several keys of one service’s manifest.
import type { UnplacedProblem } from '../core/schema-problems.ts';
import type { ServiceInput } from './service-schema.ts';

/** An exception that lasts longer is no exception. */
const longestExceptionDays = 180;

const day = 24 * 60 * 60 * 1000;

export function checkService(service: ServiceInput, today: Date): UnplacedProblem[] {
  return [...checkKind(service), ...checkCriticalPaths(service), ...checkDependencies(service), ...checkExceptions(service, today)];
}

function checkKind({ kind, port, consumes }: ServiceInput): UnplacedProblem[] {
  const needs = (key: 'port' | 'consumes', value: unknown, owner: ServiceInput['kind']): UnplacedProblem[] => {
    if (kind === owner && value === undefined)
      return [{ code: 'manifest.kind_needs_key', path: ['kind'], message: `expected ${key} for the kind ${kind}, got nothing` }];
    if (kind !== owner && value !== undefined)
      return [
        {
          code: 'manifest.kind_lacks_key',
          path: [key],
          message: `expected ${key} with the kind ${owner} only, got the kind ${kind}`,
          atKey: true,
        },
      ];
    return [];
  };
  return [...needs('port', port, 'http'), ...needs('consumes', consumes, 'worker')];
}

function checkCriticalPaths({ critical, kind, consumes }: ServiceInput): UnplacedProblem[] {
  if (Array.isArray(critical))
    return kind === 'http'
      ? []
      : [{ code: 'manifest.critical_path_wrong', path: ['critical'], message: `expected jobs for the kind ${kind}, got routes` }];
  return Object.entries(critical).flatMap(([name, path]): UnplacedProblem[] => {
    const place = ['critical', name];
    if (path.routes !== undefined && kind !== 'http')
      return [
        { code: 'manifest.critical_path_wrong', path: [...place, 'routes'], message: `expected jobs for the kind ${kind}, got routes` },
      ];
    if (path.jobs !== undefined && path.jobs !== consumes?.queue)
      return [
        {
          code: 'manifest.critical_path_wrong',
          path: [...place, 'jobs'],
          message: `expected ${consumes === undefined ? 'routes, as the service consumes no queue' : `the queue ${consumes.queue}`}, got ${path.jobs}`,
        },
      ];
    return [];
  });
}

function checkDependencies({ name, dependsOn }: ServiceInput): UnplacedProblem[] {
  return Object.entries(dependsOn).flatMap(([key, dependency]): UnplacedProblem[] => {
    const path = ['dependsOn', key];
    if ('service' in dependency && dependency.service === name)
      return [{ code: 'manifest.dependency_on_itself', path: [...path, 'service'], message: `expected another service, got ${name}` }];
    if ('queue' in dependency && dependency.via !== undefined) {
      const holders = Object.entries(dependsOn).flatMap(([holder, each]) => ('type' in each ? [holder] : []));
      if (!holders.includes(dependency.via))
        return [
          {
            code: 'manifest.dependency_unknown',
            path: [...path, 'via'],
            message: `expected one of ${holders.join(', ') || 'the dependencies with a type'}, got ${dependency.via}`,
          },
        ];
    }
    return [];
  });
}

function checkExceptions({ exceptions }: ServiceInput, today: Date): UnplacedProblem[] {
  return exceptions.flatMap(({ until }, index): UnplacedProblem[] => {
    const path = ['exceptions', index, 'until'];
    // An exception holds to the end of its last day, wherever that is.
    const days = (Date.parse(`${until}T23:59:59Z`) - today.getTime()) / day;
    if (days < 0) return [{ code: 'manifest.exception_expired', path, message: `expected a day that is still to come, got ${until}` }];
    if (days > longestExceptionDays + 1)
      return [
        { code: 'manifest.exception_too_long', path, message: `expected at most ${longestExceptionDays} days, got ${Math.floor(days)}` },
      ];
    return [];
  });
}
