// What OTEL_CONFIG_FILE takes the place of.
import type { Environment } from './parse-options.ts';

const replaced =
  /^(OTEL_(TRACES|BSP|SPAN|EXPORTER_OTLP_TRACES)_|OTEL_PROPAGATORS$|OTEL_SERVICE_NAME$|OTEL_RESOURCE_ATTRIBUTES$|PLINTH_(SAMPLING_RATIOS|KEEP_ON_ERROR)$)/;

/** The variables that are set, that the file decides instead of, and that it does not ask for itself (`${NAME}`). */
export function findReplacedVariables(environment: Environment, text: string): readonly string[] {
  const detectsService = /^\s*-\s*service:/m.test(text);
  return Object.keys(environment)
    .filter((name) => replaced.test(name) && environment[name]?.trim() !== '')
    .filter((name) => !new RegExp(String.raw`\$\{(env:)?${name}[:}]`).test(text))
    .filter((name) => !(detectsService && name === 'OTEL_SERVICE_NAME'))
    .toSorted();
}
