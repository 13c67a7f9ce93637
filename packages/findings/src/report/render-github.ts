import type { Finding, Severity } from '../finding.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands of GitHub Actions, one a line: they become annotations on the changed lines. */
export function renderGithub(findings: readonly Finding[]): string {
  return findings
    .map(({ severity, file, line, column, id, message, remedy }) => {
      const place = `file=${escapeProperty(file)},line=${line},col=${column},title=${escapeProperty(id)}`;
      return `::${commands[severity]} ${place}::${escapeText(`${message}\n${remedy}`)}\n`;
    })
    .join('');
}

function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
