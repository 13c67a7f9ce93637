// Reads the OpenMetrics text format, exemplars included.
// Source: https://prometheus.io/docs/specs/om/open_metrics_spec/
import type { Sample } from '../evidence.ts';

const sampleLine =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[^"{}]|"(?:[^"\\]|\\.)*")*\})? (\S+)(?: \d+(?:\.\d+)?)?(?: # (\{(?:[^"{}]|"(?:[^"\\]|\\.)*")*\}) (\S+)(?: \S+)?)?$/;
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;

/** Parses a whole scrape; throws on a line that is not of the format, or without the closing `# EOF`. */
export function parseOpenMetrics(text: string): Sample[] {
  const lines = text.split('\n');
  if (lines.at(-2) !== '# EOF') throw new Error('the scrape does not end with # EOF');
  const samples: Sample[] = [];
  for (const line of lines) {
    if (line === '' || line.startsWith('# ')) continue;
    const match = sampleLine.exec(line);
    if (match === null) throw new Error(`not an OpenMetrics sample: ${line}`);
    const [, name = '', labels = '', value = '', exemplarLabels, exemplarValue = ''] = match;
    samples.push({
      name,
      labels: parseLabels(labels),
      value: parseNumber(value),
      exemplar: exemplarLabels === undefined ? undefined : { labels: parseLabels(exemplarLabels), value: parseNumber(exemplarValue) },
    });
  }
  return samples;
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(label)) {
    labels[name] = value.replace(/\\(.)/g, (_all, character: string) => (character === 'n' ? '\n' : character));
  }
  return labels;
}

function parseNumber(text: string): number {
  if (text === '+Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  return Number(text);
}
