import { explainRule } from '../explain.ts';
import type { Finding, Severity } from '../finding.ts';
import type { RuleRow } from '../rule.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** Who reports. */
export interface SarifTool {
  /** The command as a user knows it: `plinth collector lint`. */
  readonly name: string;
  /** All rules of the tool. The report describes only those that found something. */
  readonly rules: readonly RuleRow[];
}

/**
 * SARIF 2.1.0, as code scanning takes it: one run, the rules that found something, and results with a region.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function renderSarif(findings: readonly Finding[], { name, rules }: SarifTool): string {
  const found = rules.filter(({ id }) => findings.some((finding) => finding.id === id)).map(explainRule);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name,
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

/** A relative path stays relative. Separators and special characters become those of a URI. */
function toUri(file: string): string {
  const path = encodeURI(file.replaceAll('\\', '/')).replaceAll('#', '%23').replaceAll('?', '%3F');
  return /^[A-Za-z]:\//.test(path) ? `file:///${path}` : path.startsWith('/') ? `file://${path}` : path;
}
