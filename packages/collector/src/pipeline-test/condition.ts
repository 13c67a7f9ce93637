// What one value must be.
import type { AttributeValue } from '@plinth/otlp';
import { renderValue } from './item.ts';
import type { Condition } from './schema.ts';

/** Whether the value is as asked; undefined stands for one that is not there. */
export function meets(condition: Condition, value: AttributeValue | undefined): boolean {
  if (typeof condition !== 'object') return value !== undefined && sameScalar(value, condition);
  const { equals, matches, contains, lacks, present, absent } = condition;
  const text = value === undefined ? undefined : typeof value === 'string' ? value : renderValue(value);
  return (
    (equals === undefined || (value !== undefined && sameScalar(value, equals))) &&
    (matches === undefined || (text !== undefined && new RegExp(matches, 'u').test(text))) &&
    (contains === undefined || (text !== undefined && text.includes(contains))) &&
    (lacks === undefined || text === undefined || !text.includes(lacks)) &&
    (present === undefined || value !== undefined) &&
    (absent === undefined || value === undefined)
  );
}

export function renderCondition(condition: Condition): string {
  if (typeof condition !== 'object') return `to be ${JSON.stringify(condition)}`;
  const words = { equals: 'to be', matches: 'to match', contains: 'to contain', lacks: 'not to contain' } as const;
  const parts = Object.entries(words).flatMap(([key, verb]) => {
    const wanted = condition[key as keyof typeof words];
    return wanted === undefined ? [] : [`${verb} ${JSON.stringify(wanted)}`];
  });
  if (condition.present) parts.push('to be there');
  if (condition.absent) parts.push('not to be there');
  return parts.join(' and ');
}

function sameScalar(value: AttributeValue, wanted: string | number | boolean): boolean {
  return value === wanted || (typeof value === 'bigint' && typeof wanted === 'number' && value === BigInt(Math.trunc(wanted)));
}
