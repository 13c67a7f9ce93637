// Every error that the package throws. Codes are never reused.
import { TableError, type ErrorTable } from '@plinth/findings';

export const errorTable = {
  'collector.otelcol_missing': {
    message: 'no Collector binary was found',
    remedy:
      'name one with PLINTH_OTELCOL=/path/to/otelcol, put otelcol or otelcol-contrib on the PATH (https://github.com/open-telemetry/opentelemetry-collector-releases/releases), or build one with Go from a checkout of Plinth: bash tools/backends/install.sh otelcol',
    exit: 'environment',
  },
  'collector.otelcol_start_failed': {
    message: 'the Collector did not start with this config',
    remedy: 'correct what it says below',
    exit: 'findings',
  },
  'collector.otelcol_not_ready': {
    message: 'the Collector did not say in time that it is ready',
    remedy: 'look at its output below; on a slow machine give it more time with startTimeoutMs',
    exit: 'findings',
  },
  'collector.component_invalid': {
    message: 'a generated component is not one that this version of the Collector takes',
    remedy:
      'if the value comes from the manifest, correct it there; else it is a fault of Plinth: report it with the manifest, or set another collectorVersion',
    exit: 'findings',
  },
  'collector.config_unreadable': {
    message: 'the Collector config cannot be read as YAML with receivers, exporters and service.pipelines',
    remedy: 'correct the file; otelcol validate --config=<file> says what a Collector makes of it',
    exit: 'findings',
  },
  'collector.pipeline_test_invalid': {
    message: 'the pipeline tests break their rules',
    remedy: 'correct the places listed; docs/pipeline-tests.md has every key',
    exit: 'findings',
  },
} as const satisfies ErrorTable;

export type CollectorErrorCode = keyof typeof errorTable;

/** What the package throws: a code of its table, and every problem found. */
export class CollectorError extends TableError<CollectorErrorCode> {
  override readonly name = 'CollectorError';

  constructor(code: CollectorErrorCode, problems: readonly string[] = [], options?: ErrorOptions) {
    super(errorTable, code, problems, options);
  }
}
