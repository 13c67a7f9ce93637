// Metrics that are made through the OpenTelemetry API, by the service or by a library: instruments without OpenTelemetry's SDK.
import type {
  Attributes,
  BatchObservableCallback,
  Meter,
  MeterProvider,
  MetricOptions,
  Observable,
  ObservableCallback,
} from '@opentelemetry/api';
import { buildPrometheusName, type MetricDefinition } from '@plinth/catalog';
import { messageOf, type Notify } from '../notices.ts';
import { createMetricSeries, type ExemplarLabels, type MetricSeries, type WriteSeries } from '../metrics/metric-series.ts';
import { longestLabelValue } from '../metrics/label-guard.ts';
import type { MetricSnapshot } from '../metrics/metric-snapshot.ts';
import type { StoredDefinition } from '../metrics/stored-definition.ts';
import { cutRedacted, lookahead } from '../redaction/cut.ts';
import type { Redaction } from '../redaction/redact.ts';

export interface ApiMetrics {
  readonly provider: MeterProvider;
  /** Asks the callbacks of observable instruments. It takes a bounded time. */
  readonly refresh: () => Promise<void>;
  readonly read: () => MetricSnapshot[];
}

export interface ApiMetricsOptions {
  readonly redaction: Redaction;
  readonly readExemplar: () => ExemplarLabels | undefined;
  readonly notify: Notify;
}

type Type = MetricDefinition['type'];
type Write = (value: number, attributes?: Attributes) => void;

interface Instrument {
  readonly scope: string;
  readonly definition: StoredDefinition;
  readonly series: MetricSeries;
  readonly write: Write;
  /** Forgets all series. */
  readonly clear: () => void;
  readonly callbacks: Set<ObservableCallback>;
}

// Source: https://opentelemetry.io/docs/specs/otel/metrics/api/#instrument-name-syntax
const nameSyntax = /^[a-z][\w.\-/]{0,254}$/i;
/** Source: https://opentelemetry.io/docs/specs/otel/metrics/sdk/#explicit-bucket-histogram-aggregation */
const usualBounds = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];
/** Series of one instrument. What is more goes to one with this label. Source: the cardinality limit of the specification. */
const mostSeries = 2000;
const overflow = { otel_metric_overflow: 'true' };
const mostKnown = 4000;
/** Milliseconds that one callback may take. */
const longestCallback = 1000;

export function createApiMetrics({ redaction, readExemplar, notify }: ApiMetricsOptions): ApiMetrics {
  const instruments = new Map<string, Instrument>();
  const batches = new Map<BatchObservableCallback, Set<object>>();
  const observables = new WeakMap<object, Instrument>();
  const complain = (path: string, message: string): void => notify('node.metric_value_invalid', { path: path || '(no name)', message });

  function build(scope: string, type: Type, isObservable: boolean, name: string, options: MetricOptions | undefined): Instrument {
    const description = textOf(options?.description);
    const unit = textOf(options?.unit);
    const bounds = boundsOf(options) ?? (unit === 's' ? undefined : usualBounds);
    const definition: StoredDefinition = {
      name,
      prometheusName: buildPrometheusName({ name, unit, type }),
      type,
      unit,
      help: description,
      labels: {},
      ...(type === 'histogram' && bounds !== undefined ? { buckets: bounds } : {}),
    };
    const series = createMetricSeries(definition, !isObservable);
    const values = createWrite(definition, series, redaction, readExemplar, complain);
    // There is no series before there is a value.
    values.clear();
    return { scope, definition, series, ...values, callbacks: new Set<ObservableCallback>() };
  }

  /** The instrument of a name. One that cannot be is an instrument that nobody reads. */
  function find(scope: string, type: Type, isObservable: boolean, name: string, options?: MetricOptions): Instrument {
    const made = build(scope, type, isObservable, textOf(name), options);
    if (typeof name !== 'string' || !nameSyntax.test(name)) {
      complain(String(name).slice(0, 100), 'is no name of an instrument');
      return made;
    }
    const key = `${scope}\u0000${made.definition.prometheusName}`;
    const known = instruments.get(key);
    if (known === undefined) {
      instruments.set(key, made);
      return made;
    }
    if (known.definition.type === type && known.definition.unit === made.definition.unit) return known;
    notify('node.metric_clash', {
      path: name,
      message: `is made twice, as a ${known.definition.type} and as a ${type}: the first is shown`,
    });
    return made;
  }

  function getMeter(scopeName: string): Meter {
    const scope = String(scopeName ?? '');
    const observe = (type: Type) => (name: string, options?: MetricOptions) => {
      const instrument = find(scope, type, true, name, options);
      const observable: Observable = {
        addCallback: (callback) => void instrument.callbacks.add(callback),
        removeCallback: (callback) => void instrument.callbacks.delete(callback),
      };
      observables.set(observable, instrument);
      return observable;
    };
    const write = (type: Type) => (name: string, options?: MetricOptions) => find(scope, type, false, name, options).write;
    const counter = write('counter');
    const upDownCounter = write('updowncounter');
    const histogram = write('histogram');
    const gauge = write('gauge');
    return {
      createCounter: (name, options) => ({ add: counter(name, options) }),
      createUpDownCounter: (name, options) => ({ add: upDownCounter(name, options) }),
      createHistogram: (name, options) => ({ record: histogram(name, options) }),
      createGauge: (name, options) => ({ record: gauge(name, options) }),
      createObservableCounter: observe('counter'),
      createObservableUpDownCounter: observe('updowncounter'),
      createObservableGauge: observe('gauge'),
      addBatchObservableCallback: (callback, list) => void batches.set(callback, new Set(list)),
      removeBatchObservableCallback: (callback) => void batches.delete(callback),
    };
  }

  async function ask(path: string, run: () => unknown): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`a callback took ${longestCallback} ms`)), longestCallback);
    });
    try {
      await Promise.race([(async () => run())(), late]);
    } catch (error) {
      notify('node.metric_unreadable', { path, message: messageOf(error) });
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    provider: { getMeter },
    async refresh() {
      const observed = [...instruments.values()].filter(({ callbacks }) => callbacks.size > 0);
      const batched = [...batches.values()].flatMap((list) => [...list].flatMap((observable) => observables.get(observable) ?? []));
      // What is not observed any more is gone.
      for (const { clear } of [...observed, ...batched]) clear();
      await Promise.all([
        ...observed.flatMap(({ definition, write, callbacks }) =>
          [...callbacks].map((callback) => ask(definition.name, () => callback({ observe: write }))),
        ),
        ...[...batches].map(([callback, list]) =>
          ask('a batch callback', () =>
            callback({
              observe(observable, value, attributes) {
                if (list.has(observable)) observables.get(observable)?.write(value, attributes);
              },
            }),
          ),
        ),
      ]);
    },
    read: () => joinScopes([...instruments.values()], notify),
  };
}

function textOf(given: unknown): string {
  return typeof given === 'string' ? given : '';
}

function boundsOf(options: MetricOptions | undefined): readonly number[] | undefined {
  const given: unknown = options?.advice?.explicitBucketBoundaries;
  const isUsable =
    Array.isArray(given) && given.every((bound, index) => typeof bound === 'number' && (index === 0 || bound > given[index - 1]));
  return isUsable ? (given as number[]) : undefined;
}

/** Two scopes may have an instrument of one name: that is one metric, whose series name their scope. */
function joinScopes(instruments: readonly Instrument[], notify: Notify): MetricSnapshot[] {
  const families = new Map<string, Instrument[]>();
  for (const instrument of instruments) {
    const { prometheusName, type, unit } = instrument.definition;
    const family = families.get(prometheusName);
    const first = family?.[0]?.definition;
    if (family === undefined || first === undefined) families.set(prometheusName, [instrument]);
    else if (first.type === type && first.unit === unit) family.push(instrument);
    else
      notify('node.metric_clash', {
        path: prometheusName,
        message: `of ${instrument.scope} differs from that of ${family[0]?.scope}: it is left out`,
      });
  }
  return [...families.values()].map((family) => ({
    definition: family[0]!.definition,
    series: family.flatMap(({ scope, series }) =>
      series.read().map((one) => (family.length === 1 ? one : { ...one, labels: { ...one.labels, otel_scope_name: scope } })),
    ),
  }));
}

/** Never throws. */
function createWrite(
  { name, type }: StoredDefinition,
  series: MetricSeries,
  redaction: Redaction,
  readExemplar: () => ExemplarLabels | undefined,
  complain: (path: string, message: string) => void,
): Pick<Instrument, 'write' | 'clear'> {
  const isNeverNegative = type === 'counter' || type === 'histogram';
  // The key is made of the attributes as they are given. Another order of them is found anew, and leads to the same series.
  const known = new Map<string, WriteSeries>();
  const open = new Map<string, WriteSeries>();

  function find(attributes: Attributes | undefined): WriteSeries {
    let given = '';
    for (const key in attributes) given += `${key}\u0001${String(attributes[key])}\u0002`;
    const cached = known.get(given);
    if (cached !== undefined) return cached;
    const labels = buildLabels(attributes ?? {}, redaction);
    const key = JSON.stringify(labels);
    let write = open.get(key);
    if (write === undefined) {
      const isOver = open.size >= mostSeries;
      write = series.open(isOver ? 'overflow' : key, isOver ? overflow : labels);
      if (!isOver) open.set(key, write);
    }
    if (known.size >= mostKnown) known.clear();
    known.set(given, write);
    return write;
  }

  return {
    write(value, attributes) {
      try {
        const isWrong = typeof value !== 'number' || !Number.isFinite(value) || (value < 0 && isNeverNegative);
        if (isWrong) complain(name, `value ${String(value)} of a ${type}`);
        else find(attributes)(value, readExemplar());
      } catch (error) {
        complain(name, messageOf(error));
      }
    },
    clear() {
      series.clear();
      known.clear();
      open.clear();
    },
  };
}

function buildLabels(attributes: Attributes, { isSecretKey, conceal, redactText }: Redaction): Record<string, string> {
  const entries = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]): [string, string] => {
      const label = key.replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_');
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
      return [label, isSecretKey(key) ? (conceal(() => value) ?? '') : cutLabel(text, redactText)];
    });
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

function cutLabel(text: string, redactText: Redaction['redactText']): string {
  const searched = text.slice(0, longestLabelValue + lookahead);
  return cutRedacted(redactText(searched), longestLabelValue, searched.length === text.length);
}
