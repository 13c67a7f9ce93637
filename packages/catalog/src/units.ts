// Units: UCUM symbols and the words that stand for them in Prometheus metric names.

/**
 * Word for a UCUM symbol.
 * Source: https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-metadata
 */
export const unitWords: ReadonlyMap<string, string> = new Map([
  ['d', 'days'],
  ['h', 'hours'],
  ['min', 'minutes'],
  ['s', 'seconds'],
  ['ms', 'milliseconds'],
  ['us', 'microseconds'],
  ['ns', 'nanoseconds'],
  ['By', 'bytes'],
  ['KiBy', 'kibibytes'],
  ['MiBy', 'mebibytes'],
  ['GiBy', 'gibibytes'],
  ['TiBy', 'tebibytes'],
  ['kBy', 'kilobytes'],
  ['MBy', 'megabytes'],
  ['GBy', 'gigabytes'],
  ['TBy', 'terabytes'],
  ['m', 'meters'],
  ['V', 'volts'],
  ['A', 'amperes'],
  ['J', 'joules'],
  ['W', 'watts'],
  ['g', 'grams'],
  ['Cel', 'celsius'],
  ['Hz', 'hertz'],
  ['%', 'percent'],
]);

/** Word for a UCUM symbol in the denominator of a rate: `By/s` is `bytes_per_second`. */
export const perUnitWords: ReadonlyMap<string, string> = new Map([
  ['s', 'second'],
  ['min', 'minute'],
  ['h', 'hour'],
  ['d', 'day'],
]);

/**
 * The units a metric of a catalog may have, besides annotations: unprefixed, so that no query has to convert.
 * Source: https://prometheus.io/docs/practices/naming/#base-units
 */
export const baseUnits = ['s', 'By', '1', 'm', 'V', 'A', 'J', 'W', 'g', 'Cel', 'Hz'] as const;

/** A base unit in UCUM's spelling, or an annotation that names what is counted: `{job}`. */
export type Unit = (typeof baseUnits)[number] | `{${string}}`;

/** An annotation names what is counted. Source: https://opentelemetry.io/docs/specs/semconv/general/metrics/#instrument-units */
const annotation = /^\{[A-Za-z][A-Za-z0-9_]{0,60}\}$/;

const otherSpellings: Readonly<Record<string, readonly string[]>> = {
  s: ['ms', 'us', 'µs', 'ns', 'min', 'h', 'd', 'wk', 'mo', 'a', 'sec', 'second', 'seconds', 'milliseconds', 'minutes', 'hours', 'days'],
  By: [
    'kBy',
    'MBy',
    'GBy',
    'TBy',
    'KiBy',
    'MiBy',
    'GiBy',
    'TiBy',
    'B',
    'kB',
    'KB',
    'MB',
    'GB',
    'TB',
    'KiB',
    'MiB',
    'GiB',
    'bit',
    'byte',
    'bytes',
  ],
  '1': ['%', 'percent', 'ratio'],
  m: ['mm', 'cm', 'km', 'meter', 'meters'],
  V: ['mV', 'kV', 'volts'],
  A: ['mA', 'amperes'],
  J: ['kJ', 'MJ', 'W.h', 'Wh', 'kWh', 'joules'],
  W: ['mW', 'kW', 'MW', 'watts'],
  g: ['mg', 'kg', 't', 'grams'],
  Cel: ['K', '[degF]', 'celsius'],
  Hz: ['kHz', 'MHz', 'GHz', 'hertz'],
};

/** Base unit to use instead of a refused unit. */
export const baseUnitFor: ReadonlyMap<string, string> = new Map(
  Object.entries(otherSpellings).flatMap(([base, spellings]) => spellings.map((spelling): [string, string] => [spelling, base])),
);

/** Whether a metric of a catalog may have the unit. */
export function isBaseUnit(unit: string): boolean {
  return (baseUnits as readonly string[]).includes(unit) || annotation.test(unit);
}

const otherUnitWords =
  's ms us ns sec secs second millis millisecond minute hour day byte kb mb gb tb kib mib gib ratio percentage pct'.split(' ');

/** The last words of a name that would say its unit, which `unit` says already. */
export const unitSuffixes: ReadonlySet<string> = new Set([...unitWords.values(), ...otherUnitWords]);
