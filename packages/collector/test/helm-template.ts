// `helm template` of a chart, and which chart there is.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainMissingBackend, findBackend } from '@plinth/backends';
import { parse, parseAllDocuments } from 'yaml';

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  // Each kind has its own fields.
  readonly [field: string]: unknown;
}

const chart = process.env['PLINTH_COLLECTOR_CHART'];

/** Why tests with the chart are skipped; undefined where helm and it are there. */
export const missingChart = explainMissingBackend('helm') ?? explainChart();

function explainChart(): string | undefined {
  if (chart === undefined || chart === '') return 'skipped: PLINTH_COLLECTOR_CHART names no folder of the opentelemetry-collector chart';
  return existsSync(join(chart, 'Chart.yaml')) ? undefined : `skipped: PLINTH_COLLECTOR_CHART is ${chart}, and no chart is there`;
}

export function readChartVersion(): string {
  return (parse(readFileSync(join(chart ?? '', 'Chart.yaml'), 'utf8')) as { version: string }).version;
}

/** What helm writes, and its exit code; the release and its namespace have names that nothing may depend on. */
export function templateChart(values: string): Promise<{ readonly code: number; readonly output: string; readonly error: string }> {
  return new Promise((resolve) => {
    const args = ['template', 'some-release', chart ?? '', '--namespace', 'elsewhere', '--values', '-'];
    const child = execFile(findBackend('helm') ?? '', args, { timeout: 20_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout, error: stderr });
    });
    child.stdin?.end(values);
  });
}

export function parseObjects(text: string): readonly KubernetesObject[] {
  return parseAllDocuments(text).flatMap((document) => {
    const object = (document as { toJS(): unknown }).toJS() as KubernetesObject | null;
    return object === null ? [] : [object];
  });
}
