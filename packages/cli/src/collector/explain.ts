import { rules } from '@plinth/collector';
import { explainRule, renderExplanation, renderRuleList } from '@plinth/findings';
import { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';

export function createExplain({ write }: Terminal, done: (code: ExitCode) => void): Command {
  return new Command('explain')
    .description('Says what a rule of the linter is about. Without a rule: all of them, a line each.')
    .argument('[rule]', 'such as C015')
    .option('--json', 'say it as JSON')
    .addHelpText('after', '\nExamples:\n  plinth collector explain C015\n  plinth collector explain')
    .action((id: string | undefined, options: { readonly json?: boolean }, command: Command) => {
      const chosen = id === undefined ? rules : rules.filter((rule) => rule.id === id.toUpperCase());
      if (chosen.length === 0) command.error(`there is no rule ${id}; plinth collector explain lists them`);
      if (options.json) {
        const explained = chosen.map(explainRule);
        write(`${JSON.stringify(id === undefined ? explained : explained[0], undefined, 2)}\n`);
      } else write(id === undefined ? renderRuleList(chosen) : chosen.map(renderExplanation).join(''));
      done(exitCodes.ok);
    });
}
