import type { Finding, Severity } from './finding.ts';
import { rules } from './rules.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0, as code scanning takes it: one run, the rules that found something, results with a region. */
export function renderSarif(findings: readonly Finding[]): string {
  const found = rules.filter(({ id }) => findings.some((finding) => finding.id === id));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'plinth collector lint',
            rules: found.map(({ id, title, why, remedy, source, severity }) => ({
              id,
              name: toPascalCase(title),
              shortDescription: { text: title },
              fullDescription: { text: why },
              help: { text: remedy },
              helpUri: source,
              defaultConfiguration: { level: levels[severity] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map(({ id, severity, message, file, line, column, path }) => ({
          ruleId: id,
          ruleIndex: found.findIndex((rule) => rule.id === id),
          level: levels[severity],
          message: { text: message },
          locations: [
            {
              physicalLocation: { artifactLocation: { uri: toUri(file) }, region: { startLine: line, startColumn: column } },
              ...(path === '' ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }),
            },
          ],
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function toPascalCase(title: string): string {
  return title
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** A relative path stays relative; separators and special characters become those of a URI. */
function toUri(file: string): string {
  const path = encodeURI(file.replaceAll('\\', '/')).replaceAll('#', '%23').replaceAll('?', '%3F');
  return /^[A-Za-z]:\//.test(path) ? `file:///${path}` : path.startsWith('/') ? `file://${path}` : path;
}
