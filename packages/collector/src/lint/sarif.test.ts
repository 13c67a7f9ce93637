import { renderSarif, type Finding } from '@plinth/findings';
import { describe, expect, test } from 'vitest';
import { lintText, readRulePage } from '../../test/rule-case.ts';
import { rules } from './rules.ts';

const finding: Finding = {
  id: 'C012',
  severity: 'warning',
  file: 'deploy/a b,c:d.yaml',
  line: 18,
  column: 19,
  path: 'service.pipelines.traces.exporters[0]',
  message: '100% of "x"\nis unbatched',
  why: 'because',
  remedy: 'batch',
  source: 'https://example.com/c012',
};

interface SarifLog {
  readonly version: string;
  readonly $schema: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly rules: readonly {
          readonly id: string;
          readonly name: string;
          readonly helpUri: string;
          readonly shortDescription: { readonly text: string };
          readonly defaultConfiguration: { readonly level: string };
        }[];
      };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number; readonly startColumn: number };
        };
      }[];
    }[];
  }[];
}

describe('SARIF 2.1.0', () => {
  const findings = rules.flatMap(({ id }) => {
    const page = readRulePage(id);
    return lintText(page.wrong, page.options);
  });
  const log = JSON.parse(renderSarif([...findings, finding], { name: 'plinth collector lint', rules })) as SarifLog;
  const [run] = log.runs;

  test('one run of one tool, in the version that it says', () => {
    expect(log.version).toBe('2.1.0');
    expect(log.$schema).toContain('sarif-2.1.0');
    expect(log.runs).toHaveLength(1);
    expect(run?.tool.driver.name).not.toBe('');
  });

  test('every rule is described once, with an absolute help URI', () => {
    const ids = run?.tool.driver.rules.map(({ id }) => id) ?? [];
    expect(ids).toEqual(rules.map(({ id }) => id));
    for (const rule of run?.tool.driver.rules ?? []) {
      expect(new URL(rule.helpUri).protocol).toBe('https:');
      expect(rule.name).toMatch(/^[A-Za-z0-9]+$/);
      expect(rule.shortDescription.text).not.toBe('');
      expect(['none', 'note', 'warning', 'error']).toContain(rule.defaultConfiguration.level);
    }
  });

  test('every result points at its rule, and at a place counted from 1', () => {
    expect(run?.results).toHaveLength(findings.length + 1);
    for (const result of run?.results ?? []) {
      expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(['none', 'note', 'warning', 'error']).toContain(result.level);
      expect(result.message.text).not.toBe('');
      const [location] = result.locations;
      expect(location?.physicalLocation.region.startLine).toBeGreaterThanOrEqual(1);
      expect(location?.physicalLocation.region.startColumn).toBeGreaterThanOrEqual(1);
    }
  });

  test('a path is a URI reference', () => {
    expect(run?.results.at(-1)?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('deploy/a%20b,c:d.yaml');
  });
});
