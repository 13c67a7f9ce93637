import { readFile, writeFile } from 'node:fs/promises';
import { lint, rules, type LintOptions } from '@plinth/collector';
import { applyFixes, renderGithub, renderJson, renderSarif, renderText, type Finding, type SourceFile } from '@plinth/findings';
import { Command, Option } from 'commander';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly collectorVersion?: string;
  readonly distribution?: 'core' | 'contrib' | 'k8s';
  readonly environment?: 'production' | 'staging' | 'development';
  readonly personalData?: boolean;
  readonly format: keyof typeof formats;
  readonly json?: boolean;
  readonly failOn: Finding['severity'];
  readonly fix?: boolean;
}

const formats = {
  text: renderText,
  json: renderJson,
  sarif: (findings: readonly Finding[]) => renderSarif(findings, { name: 'plinth collector lint', rules }),
  github: renderGithub,
};
const severities = ['info', 'warning', 'error'] as const;

export function createLint({ write, writeError }: Terminal, done: (code: ExitCode) => void): Command {
  return new Command('lint')
    .description('Judges Collector configs, whoever wrote them: raw files, Helm values, OpenTelemetryCollector and Kubernetes objects.')
    .argument('<files...>', 'files that belong together')
    .option('--collector-version <version>', 'version that runs them; default: of the image, else the newest known')
    .addOption(new Option('--distribution <name>', 'image that runs them').choices(['core', 'contrib', 'k8s']))
    .addOption(new Option('--environment <name>', 'where they run').choices(['production', 'staging', 'development']))
    .option('--personal-data', 'personal data passes: it must be redacted')
    .addOption(new Option('--format <name>', 'how findings are said').choices(Object.keys(formats)).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(new Option('--fail-on <severity>', 'exit 1 from this severity on').choices(severities).default('warning'))
    .option('--fix', 'mend what can be mended safely, then say what is left')
    .addHelpText(
      'after',
      '\nExamples:\n  plinth collector lint collector.yaml\n  plinth collector lint values.yaml --distribution k8s --environment production\n  plinth collector lint deploy/*.yaml --format sarif > findings.sarif',
    )
    .action(async (paths: readonly string[], options: Options) => {
      const given: LintOptions = {
        ...(options.collectorVersion !== undefined && { collectorVersion: options.collectorVersion }),
        ...(options.distribution !== undefined && { distribution: options.distribution }),
        ...(options.environment !== undefined && { environment: options.environment }),
        ...(options.personalData && { dataClass: 'personal' as const }),
      };
      const files = await Promise.all(paths.map(async (path): Promise<SourceFile> => ({ path, text: await readFile(path, 'utf8') })));
      const findings = lint(options.fix ? await mend(files, given, writeError) : files, given);
      write(formats[options.json ? 'json' : options.format](findings));
      const worst = severities.slice(severities.indexOf(options.failOn));
      done(findings.some(({ severity }) => worst.includes(severity)) ? exitCodes.findings : exitCodes.ok);
    });
}

async function mend(files: readonly SourceFile[], options: LintOptions, say: (text: string) => void): Promise<readonly SourceFile[]> {
  const findings = lint(files, options);
  return Promise.all(
    files.map(async ({ path, text }) => {
      const mended = applyFixes(
        text,
        findings.filter(({ file }) => file === path),
      );
      if (mended !== text) {
        await writeFile(path, mended);
        say(`mended ${path}\n`);
      }
      return { path, text: mended };
    }),
  );
}
