// Rules before promtool: what they answer to series that a test makes up.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

export interface RuleCase {
  /** In promtool's notation: `metric{label="value"}`, and a value for each minute such as `0+60x30`. */
  readonly series: Readonly<Record<string, string>>;
  /** Minutes after the start. */
  readonly at: number;
  readonly query: string;
  /** What the query answers, labels as in `{exporter="otlp"}`. */
  readonly answer: readonly { readonly labels: string; readonly value: number }[];
}

/** What promtool says about them; empty where it accepts. */
export function checkRules(promtool: string, rules: string): Promise<string> {
  return runPromtool(promtool, { 'rules.yaml': rules }, ['check', 'rules', 'rules.yaml']);
}

export function testRules(promtool: string, rules: string, cases: readonly RuleCase[]): Promise<string> {
  const tests = cases.map(({ series, at, query, answer }) => ({
    name: query,
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [{ expr: query, eval_time: `${at}m`, exp_samples: answer }],
  }));
  const suite = stringify({ rule_files: ['rules.yaml'], evaluation_interval: '1m', tests });
  return runPromtool(promtool, { 'rules.yaml': rules, 'suite.yaml': suite }, ['test', 'rules', 'suite.yaml']);
}

async function runPromtool(promtool: string, files: Readonly<Record<string, string>>, args: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-promtool-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    return await new Promise((resolve) => {
      execFile(promtool, [...args], { cwd: folder }, (error, stdout, stderr) =>
        resolve(error === null ? '' : `${stdout}${stderr}` || error.message),
      );
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
