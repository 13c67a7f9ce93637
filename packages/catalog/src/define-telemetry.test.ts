import { describe, expect, it } from 'vitest';
import { catalog } from './define-telemetry.test-d.ts';
import { CatalogError, defineTelemetry, type TelemetryInput } from './index.ts';

describe('defineTelemetry', () => {
  it('completes a metric', () => {
    expect(catalog.metrics['payment.authorisation.duration']).toEqual({
      name: 'payment.authorisation.duration',
      prometheusName: 'payment_authorisation_duration_seconds',
      type: 'histogram',
      unit: 's',
      help: 'Time the card network took to answer',
      owner: 'payments',
      labels: { outcome: { values: ['approved', 'declined', 'timeout', 'error'], limit: 4 } },
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 2.5],
    });
    expect(catalog.metrics['stock.level']).toEqual({
      name: 'stock.level',
      prometheusName: 'stock_level',
      type: 'gauge',
      unit: '{item}',
      help: 'Items on the shelf',
      owner: 'fulfilment',
      labels: { sku: { limit: 50 } },
    });
    expect(catalog.metrics['queue.jobs.active'].labels).toEqual({});
    expect(catalog.metrics['card.checks'].prometheusName).toBe('card_checks_total');
  });

  it('completes an event with its counter and its measures', () => {
    const labels = { currency: { values: ['EUR', 'USD'], limit: 2 }, express: { values: ['true', 'false'], limit: 2 } };
    expect(catalog.events['order.placed']).toEqual({
      name: 'order.placed',
      help: 'An order was accepted',
      owner: 'storefront',
      level: 'info',
      fields: {
        order_id: { type: 'string', class: 'internal', optional: false },
        currency: { type: 'string', class: 'public', optional: false, values: ['EUR', 'USD'] },
        amount_minor: { type: 'number', class: 'internal', optional: false },
        customer_email: { type: 'string', class: 'personal', optional: true },
        express: { type: 'boolean', class: 'public', optional: false },
      },
      counter: {
        name: 'order.placed',
        prometheusName: 'order_placed_total',
        type: 'counter',
        unit: '{event}',
        help: 'An order was accepted',
        owner: 'storefront',
        labels,
      },
      measures: {
        amount_minor: {
          name: 'order.amount',
          prometheusName: 'order_amount',
          type: 'histogram',
          unit: '{minor_unit}',
          help: 'Order value',
          owner: 'storefront',
          labels,
          buckets: [100, 1000, 10000, 100000],
        },
      },
    });
  });

  it('keeps the limit of a field that is a label, and the level', () => {
    expect(catalog.events['payment.refused'].counter.labels).toEqual({ merchant: { limit: 20 } });
    expect(catalog.events['payment.refused'].level).toBe('warn');
  });

  it('keeps the order of the definition', () => {
    expect(Object.keys(catalog.metrics)).toEqual(['payment.authorisation.duration', 'stock.level', 'queue.jobs.active', 'card.checks']);
    expect(Object.keys(catalog.events['order.placed'].counter.labels)).toEqual(['currency', 'express']);
  });

  it('takes a definition without metrics or without events', () => {
    expect(defineTelemetry({})).toEqual({ metrics: {}, events: {} });
  });

  it('freezes everything', () => {
    expect(listUnfrozen(catalog, 'catalog')).toEqual([]);
  });

  it('neither freezes nor shares what it was given', () => {
    const values = ['ok', 'bad'];
    const buckets = [1, 2];
    const metric = { type: 'histogram', unit: 's', help: 'Checks', owner: 'payments', labels: { result: { values } }, buckets } as const;
    const result = defineTelemetry({ metrics: { 'card.check': metric } });
    expect(listUnfrozen(metric, 'metric')).toEqual([
      'metric',
      'metric.labels',
      'metric.labels.result',
      'metric.labels.result.values',
      'metric.buckets',
    ]);
    values.push('later');
    buckets.push(3);
    expect(result.metrics['card.check'].labels.result).toEqual({ values: ['ok', 'bad'], limit: 2 });
    expect(result.metrics['card.check'].buckets).toEqual([1, 2]);
  });

  it('reports every problem at once, each with its path', () => {
    const definition = {
      metrics: {
        'order.value': { type: 'histogram', unit: 'ms', help: '', owner: 'storefront', labels: { le: {} }, buckets: [2, 1] },
        'order.total': { type: 'counter', unit: '{order}', help: 'Orders', owner: '' },
      },
      events: {
        'order.placed': {
          help: 'An order was accepted',
          owner: 'storefront',
          fields: { email: { type: 'string', class: 'personal' } },
          labels: ['email', 'currency'],
        },
      },
    };
    const error = catchError(definition);
    expect(error).toBeInstanceOf(CatalogError);
    expect(error).toMatchObject({ name: 'CatalogError', code: 'catalog.definition_invalid' });
    expect((error as CatalogError).message).toMatchInlineSnapshot(`
      "catalog.definition_invalid: 10 problems
        metrics["order.value"].unit: expected a base unit, got "ms"; use s and convert the values (catalog.unit_not_base)
        metrics["order.value"].help: expected a sentence that says what is measured or what happened, got ""; write it (catalog.help_empty)
        metrics["order.value"].labels.le: expected a label that Prometheus and OpenTelemetry do not set themselves, got "le"; choose another name than le, quantile, job, instance, __… or otel_… (catalog.label_reserved)
        metrics["order.value"].labels.le: expected a bounded number of values, got neither values nor limit; list \`values\`, or give the \`limit\` of how many different ones are kept (catalog.label_unbounded)
        metrics["order.value"].buckets[1]: expected a bucket greater than the one before, got 1 after 2; sort the buckets and remove duplicates (catalog.buckets_not_ascending)
        metrics["order.total"]: expected a name that does not end with total, count, sum, bucket or info, got "order.total"; drop the word: the Prometheus name gets its suffix from the type (catalog.name_suffix)
        metrics["order.total"].owner: expected the team that answers for it, got ""; name the team (catalog.owner_empty)
        events["order.placed"].labels[0]: expected a label of class public or internal, got personal; remove the label: labels reach every dashboard, and nothing redacts them (catalog.label_data_class)
        events["order.placed"].labels[0]: expected a bounded number of values, got neither values nor limit; list \`values\`, or give the \`limit\` of how many different ones are kept (catalog.label_unbounded)
        events["order.placed"].labels[1]: expected the name of a field of the event, got "currency"; add the field or correct the spelling (catalog.event_label_unknown)"
    `);
    expect((error as CatalogError).problems.map(({ code, path }) => `${path} ${code}`)).toMatchInlineSnapshot(`
      [
        "metrics["order.value"].unit catalog.unit_not_base",
        "metrics["order.value"].help catalog.help_empty",
        "metrics["order.value"].labels.le catalog.label_reserved",
        "metrics["order.value"].labels.le catalog.label_unbounded",
        "metrics["order.value"].buckets[1] catalog.buckets_not_ascending",
        "metrics["order.total"] catalog.name_suffix",
        "metrics["order.total"].owner catalog.owner_empty",
        "events["order.placed"].labels[0] catalog.label_data_class",
        "events["order.placed"].labels[0] catalog.label_unbounded",
        "events["order.placed"].labels[1] catalog.event_label_unknown",
      ]
    `);
  });

  it.each([
    ['ms', 'use s and convert the values'],
    ['kBy', 'use By and convert the values'],
    ['kB', 'use By and convert the values'],
    ['%', 'use 1 and record the ratio, 0 to 1'],
    ['By/s', 'count the amount with a counter: rate() makes the rate'],
    ['furlong', 'use s, By, 1, m, V, A, J, W, g, Cel, Hz, or what is counted in braces, like {job}'],
  ])('says what to use instead of %s', (unit, remedy) => {
    expect(catchError({ metrics: { 'a.b': { type: 'gauge', unit, help: 'A', owner: 'a' } } })).toMatchObject({
      problems: [{ code: 'catalog.unit_not_base', message: `expected a base unit, got "${unit}"`, remedy }],
    });
  });

  it('keeps a message short and on its line, whatever arrived', () => {
    const error = catchError({ metrics: { 'a.b': { type: 'x'.repeat(500), unit: 'a\nb', help: 'A', owner: 'a' } } }) as CatalogError;
    expect(error.message.split('\n')).toHaveLength(3);
    expect(Math.max(...error.message.split('\n').map((line) => line.length))).toBeLessThan(250);
  });
});

function catchError(definition: unknown): unknown {
  try {
    return defineTelemetry(definition as TelemetryInput);
  } catch (error) {
    return error;
  }
}

function listUnfrozen(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, child]) => listUnfrozen(child, `${path}.${key}`));
  return Object.isFrozen(value) ? inside : [path, ...inside];
}
