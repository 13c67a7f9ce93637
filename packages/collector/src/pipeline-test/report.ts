// What a run of pipeline tests says.

export interface TestFailure {
  /** `file:line:column` of the expectation. */
  readonly place: string;
  readonly message: string;
  /** What arrived instead, one line each. */
  readonly arrived: readonly string[];
}

export interface TestResult {
  readonly name: string;
  readonly passed: boolean;
  readonly failures: readonly TestFailure[];
}

export interface PipelineTestReport {
  readonly file: string;
  readonly results: readonly TestResult[];
  /** What of the config the tests leave out. */
  readonly notices: readonly string[];
}

/** For people (`text`) or machines (`json`: the report itself). */
export function renderReport(report: PipelineTestReport, format: 'text' | 'json' = 'text'): string {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  const { file, results, notices } = report;
  const failed = results.filter((result) => !result.passed).length;
  return [
    file,
    ...results.flatMap(renderResult),
    ...notices.map((notice) => `  note: ${notice}`),
    `${results.length - failed} passed, ${failed} failed`,
    '',
  ].join('\n');
}

function renderResult({ name, passed, failures }: TestResult): readonly string[] {
  const details = failures.flatMap(({ place, message, arrived }) => [
    `    ${place}: ${message}`,
    ...arrived.map((line) => `      arrived: ${line}`),
  ]);
  return [`  ${passed ? 'ok' : 'FAILED'}  ${name}`, ...details];
}
