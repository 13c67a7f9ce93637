import { describe, expect, it } from 'vitest';
import { attributeKeys } from './attributes.ts';
import { logFields, reservedLogFields, severityNumbers } from './log-fields.ts';

describe('logFields', () => {
  it('lists the fields in the order of the line', () => {
    expect(reservedLogFields).toEqual([
      'timestamp',
      'level',
      'severity_number',
      'message',
      'service.name',
      'service.version',
      'service.instance.id',
      'deployment.environment.name',
      'trace_id',
      'span_id',
      'trace_flags',
      'correlation_id',
      'event',
      'logger',
      'baggage',
      'error',
    ]);
  });

  it('spells the resource and the correlation id as attributes', () => {
    const keys = ['serviceName', 'serviceVersion', 'serviceInstanceId', 'deploymentEnvironmentName', 'correlationId'] as const;
    for (const key of keys) expect(logFields[key]).toBe(attributeKeys[key]);
  });
});

describe('severityNumbers', () => {
  const npmLevels = ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'] as const;
  const syslogLevels = ['emerg', 'alert', 'crit', 'error', 'warning', 'notice', 'info', 'debug'] as const;

  it.each([
    ['npm', npmLevels],
    ['syslog', syslogLevels],
  ])('falls strictly with the importance of the %s levels', (_name, levels) => {
    const numbers = levels.map((level) => severityNumbers[level]);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((left, right) => right - left));
  });

  it('puts each level into its range', () => {
    // ERROR begins at 17 and FATAL at 21: whatever is 17 or higher is an erroneous situation.
    const erroneous = Object.entries(severityNumbers).filter(([, number]) => number >= 17);
    expect(erroneous.map(([level]) => level).toSorted()).toEqual(['alert', 'crit', 'emerg', 'error', 'fatal']);
    expect(Math.max(severityNumbers.http, severityNumbers.verbose)).toBeLessThan(9);
    expect(severityNumbers).toMatchObject({
      silly: 1,
      debug: 5,
      info: 9,
      notice: 10,
      warn: 13,
      warning: 13,
      error: 17,
      fatal: 21,
      emerg: 23,
    });
  });
});
