import { rules } from '@plinth/collector';
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
      const facts = chosen.map(({ id: rule, title, severity, why, remedy, source }) => ({
        id: rule,
        title,
        severity,
        why,
        remedy,
        source,
      }));
      if (options.json) write(`${JSON.stringify(id === undefined ? facts : facts[0], undefined, 2)}\n`);
      else if (id === undefined) write(facts.map((fact) => `${fact.id} ${fact.severity.padEnd(7)} ${fact.title}\n`).join(''));
      else
        write(
          facts
            .map((fact) => `${fact.id} ${fact.title} (${fact.severity})\n\nWhy: ${fact.why}\n\nDo: ${fact.remedy}\n\nSee: ${fact.source}\n`)
            .join(''),
        );
      done(exitCodes.ok);
    });
}
