import { renderReport, requireOtelcol, runPipelineTests } from '@plinth/collector';
import { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly otelcol?: string;
  readonly json?: boolean;
}

export function createPipelineTest({ write, env }: Terminal, done: (code: ExitCode) => void): Command {
  return new Command('test')
    .description('Runs pipeline tests: telemetry in, expectations on what comes out, against a real Collector.')
    .argument('[files...]', 'test files', ['plinth.pipeline-test.yaml'])
    .option('--otelcol <path>', 'the Collector binary; default: PLINTH_OTELCOL, then what is built or on the PATH')
    .option('--json', 'say it as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  plinth collector test\n  plinth collector test redaction.pipeline-test.yaml sampling.pipeline-test.yaml',
    )
    .action(async (paths: readonly string[], options: Options) => {
      const binary = requireOtelcol({ binary: options.otelcol, env });
      let failed = false;
      for (const path of paths) {
        const report = await runPipelineTests(path, { binary });
        write(renderReport(report, options.json ? 'json' : 'text'));
        failed ||= report.results.some(({ passed }) => !passed);
      }
      done(failed ? exitCodes.findings : exitCodes.ok);
    });
}
