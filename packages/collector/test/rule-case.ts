// The page of a rule, and what the linter finds in a text.
import { readFileSync } from 'node:fs';
import type { Finding } from '@plinth/findings';
import { lint } from '../src/lint/lint.ts';
import type { LintOptions } from '../src/lint/facts/lint-input.ts';

const pages = new URL('../../../docs/rules/collector/', import.meta.url);

export interface RulePage {
  readonly text: string;
  readonly wrong: string;
  readonly right: string;
  /** What the page says the blocks are judged with. */
  readonly options: LintOptions;
  /** Rules that find something in the wrong block as well. */
  readonly companions: readonly string[];
}

export function readRulePage(id: string): RulePage {
  const text = readFileSync(new URL(`${id}.md`, pages), 'utf8');
  const block = (heading: string): string => new RegExp(`\\n## ${heading}\\n+\`\`\`yaml\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? '';
  return {
    text,
    wrong: block('Wrong'),
    right: block('Right'),
    options: parseOptions(/^Judged with `(.*)`/m.exec(text)?.[1] ?? ''),
    companions: (/^Found as well: (.*)\./m.exec(text)?.[1] ?? '').split(/, /).filter((one) => one !== ''),
  };
}

const expectations = ['spansPerSecond', 'tracesPerSecond', 'logRecordsPerSecond', 'dataPointsPerSecond', 'outageSeconds', 'traceSeconds'];

/** `environment: production, outageSeconds: 600` */
export function parseOptions(text: string): LintOptions {
  const pairs = text.split(', ').flatMap((pair) => {
    const [key = '', value = ''] = pair.split(': ');
    return key === '' ? [] : [[key, value] as const];
  });
  const expected = Object.fromEntries(pairs.filter(([key]) => expectations.includes(key)).map(([key, value]) => [key, Number(value)]));
  return { ...Object.fromEntries(pairs.filter(([key]) => !expectations.includes(key))), expected };
}

/**
 * The text with its first such place changed; after an expression, `$1` is its first group.
 * @throws where there is none: what changes nothing shows nothing.
 */
export function edit(text: string, from: string | RegExp, to: string): string {
  const place = typeof from === 'string' ? text.indexOf(from) : text.search(from);
  if (place === -1) throw new Error(`nothing to edit: ${String(from)}`);
  return typeof from === 'string' ? text.slice(0, place) + to + text.slice(place + from.length) : text.replace(from, to);
}

/**
 * A config of metrics in which only its receiver can be wrong.
 * @param settings The receiver with its settings, as lines of YAML: `  redis:\n    endpoint: redis:6379\n`.
 */
export function buildMetricsConfig(receiver: string, settings: string): string {
  const traces = readRulePage('C012').right;
  const received = edit(traces, '  otlp:\n    protocols:\n      grpc:\n        endpoint: localhost:4317\n', settings);
  const exported = edit(received, '  otlp_grpc:\n    endpoint: tempo:4317\n', '  otlp_http:\n    endpoint: https://mimir:8080/otlp\n');
  const pipeline = `metrics:\n      receivers: [${receiver}]\n      processors: [memory_limiter]\n      exporters: [otlp_http]\n`;
  return edit(exported, /traces:\n[^]*/, pipeline);
}

export function lintText(text: string, options: LintOptions = {}): readonly Finding[] {
  return lint([{ path: 'collector.yaml', text }], options);
}

/** `C007 6:5 processors.memory_limiter.check_interval: …` for each finding of the rule. */
export function describeFindings(text: string, id: string, options: LintOptions = {}): string[] {
  return lintText(text, options)
    .filter((finding) => finding.id === id)
    .map((finding) => `${finding.severity} ${finding.line}:${finding.column} ${finding.path}: ${finding.message}`);
}
