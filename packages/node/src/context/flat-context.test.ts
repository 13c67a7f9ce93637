import { createContextKey, propagation, ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { getCorrelationId, setCorrelationId } from './correlation.ts';
import { FlatContext } from './flat-context.ts';

const span = (spanId: string) => trace.wrapSpanContext({ traceId: 'a'.repeat(32), spanId, traceFlags: 1 });
const own = [createContextKey('one'), createContextKey('two')] as const;

type Step = (context: Context) => Context;
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.stringMatching(/^[1-9a-f]{16}$/).map(
    (id): Step =>
      (context) =>
        trace.setSpan(context, span(id)),
  ),
  fc.constant<Step>((context) => trace.deleteSpan(context)),
  fc.string().map(
    (id): Step =>
      (context) =>
        setCorrelationId(context, id),
  ),
  fc.string().map(
    (value): Step =>
      (context) =>
        propagation.setBaggage(context, propagation.createBaggage({ tenant: { value } })),
  ),
  fc.constant<Step>((context) => propagation.deleteBaggage(context)),
  fc.tuple(fc.constantFrom(...own), fc.string()).map(
    ([key, value]): Step =>
      (context) =>
        context.setValue(key, value),
  ),
  fc.constantFrom(...own).map(
    (key): Step =>
      (context) =>
        context.deleteValue(key),
  ),
);

const describeContext = (context: Context) => ({
  span: trace.getSpanContext(context),
  correlationId: getCorrelationId(context),
  tenant: propagation.getBaggage(context)?.getEntry('tenant')?.value,
  own: own.map((key) => context.getValue(key)),
});

test('holds what the API’s own context holds, after any steps, and is never changed', () => {
  fc.assert(
    fc.property(fc.array(steps), (taken) => {
      let flat: Context = new FlatContext(undefined, undefined, undefined);
      let api: Context = ROOT_CONTEXT;
      for (const step of taken) {
        const before = describeContext(flat);
        const next = step(flat);
        expect(describeContext(flat)).toEqual(before);
        flat = next;
        api = step(api);
        expect(describeContext(flat)).toEqual(describeContext(api));
      }
    }),
  );
});
