// Every command with its options, and what each failure is worth as an exit code.
import { isCodedError } from '@plinth/findings';
import { Command, CommanderError } from 'commander';
import { createCatalog } from './catalog/catalog.ts';
import { createExplain } from './collector/explain.ts';
import { createLint } from './collector/lint.ts';
import { createPipelineTest } from './collector/pipeline-test.ts';
import { createRender } from './collector/render.ts';
import { createValidate } from './collector/validate.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

export interface CommandLine {
  /** Never throws for what a user can do wrong: it is said, and the exit code tells its kind. */
  run(args: readonly string[]): Promise<ExitCode>;
}

export function createCommandLine(terminal: Terminal): CommandLine {
  return {
    async run(args) {
      let code: ExitCode = exitCodes.ok;
      const program = createProgram(terminal, (result) => (code = result));
      try {
        await program.parseAsync([...args], { from: 'user' });
        return code;
      } catch (error) {
        if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
        if (isCodedError(error)) {
          terminal.writeError(`${error.message}\n`);
          return exitCodes[error.exit];
        }
        if (isFileError(error)) {
          terminal.writeError(`${error.path ?? ''}: cannot be read or written (${error.code}); check the path and its permissions\n`);
          return exitCodes.usage;
        }
        throw error;
      }
    },
  };
}

function createProgram(terminal: Terminal, done: (code: ExitCode) => void): Command {
  const program = new Command('plinth')
    .description('Observability for Node services, from one manifest.')
    .exitOverride()
    // An option behind a subcommand is the subcommand's, also where its parent has one of that name.
    .enablePositionalOptions()
    .configureOutput({ writeOut: terminal.write, writeErr: terminal.writeError })
    .showHelpAfterError()
    .addHelpText('after', '\nExit codes: 0 ok, 1 findings, 2 usage, 3 something is missing on this machine.');
  const collector = new Command('collector').description('Collector configs: render, judge, test.');
  for (const create of [createRender, createLint, createValidate, createPipelineTest, createExplain])
    collector.addCommand(create(terminal, done));
  program.addCommand(collector);
  program.addCommand(createCatalog(terminal, done));
  inherit(program);
  return program;
}

/** Commander does not hand its settings on to commands that were made on their own. */
function inherit(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inherit(command);
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
