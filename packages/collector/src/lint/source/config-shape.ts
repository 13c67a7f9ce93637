// What makes a mapping a Collector config.
import { configKeys } from '../../catalogue/config-sections.ts';
import { asMapping, getAt, isMapping, type Mapping } from './value-path.ts';

/** Whether a value is a Collector config, or a part of one that is merged over another. */
export function isCollectorConfig(value: unknown): value is Mapping {
  if (!isMapping(value)) return false;
  if (value['kind'] !== undefined && value['apiVersion'] !== undefined) return false;
  // The manifest of a Collector build has lists under the same names.
  if (configKeys.some((key) => Array.isArray(value[key]))) return false;
  const known = configKeys.filter((key) => key in value);
  return isMapping(getAt(value, 'service', 'pipelines')) || (known.length >= 2 && known.length >= Object.keys(value).length / 2);
}

/** Whether a config is complete. A part that is merged over another config is not: a Collector takes `--config` several times. */
export function isWholeConfig(config: Mapping): boolean {
  const pipelines = Object.values(asMapping(getAt(config, 'service', 'pipelines')));
  return (
    isMapping(config['receivers']) &&
    isMapping(config['exporters']) &&
    pipelines.every((pipeline) => getAt(pipeline, 'receivers') !== undefined && getAt(pipeline, 'exporters') !== undefined)
  );
}

/** Whether a mapping has at least one key of a Collector config. */
export function hasConfigKey(value: Mapping): boolean {
  return configKeys.some((key) => key in value);
}
