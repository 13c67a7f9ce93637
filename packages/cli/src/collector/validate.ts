import { readFile } from 'node:fs/promises';
import { buildOfflineConfig, requireOtelcol, validateWithOtelcol } from '@plinth/collector';
import { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly otelcol?: string;
  readonly json?: boolean;
}

export function createValidate({ write, writeError, env }: Terminal, done: (code: ExitCode) => void): Command {
  return new Command('validate')
    .description('Lets a real Collector judge raw configs. Variables that are not set get a placeholder.')
    .argument('<files...>', 'raw Collector configs')
    .option('--otelcol <path>', 'the Collector binary; default: PLINTH_OTELCOL, then what is built or on the PATH')
    .option('--json', 'say it as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  plinth collector validate collector/production/*.yaml\n  plinth collector validate collector.yaml --otelcol ./otelcol-contrib',
    )
    .action(async (paths: readonly string[], options: Options) => {
      const binary = requireOtelcol({ binary: options.otelcol, env });
      const results = [];
      for (const path of paths) {
        const offline = buildOfflineConfig(await readFile(path, 'utf8'), env);
        const verdict = await validateWithOtelcol({ binary, config: offline.config, env: offline.env });
        results.push({ file: path, ...verdict, notices: offline.notices });
      }
      if (options.json) write(`${JSON.stringify(results, undefined, 2)}\n`);
      else
        for (const { file, accepted, problems, notices } of results) {
          write(`${file}: ${accepted ? 'accepted' : 'refused'}\n`);
          for (const problem of problems) writeError(`  ${problem}\n`);
          for (const notice of notices) write(`  note: ${notice}\n`);
        }
      done(results.every(({ accepted }) => accepted) ? exitCodes.ok : exitCodes.findings);
    });
}
