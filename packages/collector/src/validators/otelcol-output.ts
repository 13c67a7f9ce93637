// What a Collector prints, read for a person: problems and warnings without the log format around them.

/** What is kept of a Collector's output: enough for the end of a crash, bounded however much it says. */
const MAX_CHARACTERS = 256 * 1024;

/** The last part of an output. */
export class OutputTail {
  #text = '';

  add(chunk: string): void {
    this.#text = (this.#text + chunk).slice(-MAX_CHARACTERS);
  }

  get text(): string {
    return this.#text;
  }
}

export function isReady(output: string): boolean {
  return output.includes('Everything is ready');
}

export interface OutputReading {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** `2026-11-25T16:00:00.000Z<tab>warn<tab>caller.go:1<tab>message<tab>{json}`, the console encoding of the Collector's own log. */
const logLine = /^\d{4}-\d\d-\d\dT\S+\s+(debug|info|warn|error|fatal|panic|dpanic)\s+(.*)$/;

/**
 * Parts an output into warnings of the log and problems. The reason for a refused config is not a log line:
 * it comes after `Error:`, one line a problem, and once more after `collector server run finished with error`.
 */
export function parseOutput(output: string): OutputReading {
  const problems: string[] = [];
  const warnings: string[] = [];
  for (const line of output.split('\n').map((text) => text.trimEnd())) {
    const [, level, message = ''] = logLine.exec(line) ?? [];
    if (level === undefined) problems.push(...readProblem(line));
    else if (level === 'warn') warnings.push(withoutCaller(message));
    else if (level !== 'info' && level !== 'debug') problems.push(withoutCaller(message));
  }
  return { problems: distinct(problems), warnings: distinct(warnings) };
}

function readProblem(line: string): readonly string[] {
  // The heading of a list, and the repetition of the whole of it.
  if (/collector server run finished with error|following error\(s\):$/.test(line)) return [];
  const text = line.replace(/^Error:\s*/, '').trim();
  return text === '' ? [] : [text];
}

function withoutCaller(message: string): string {
  const text = message.replace(/^\S+\.go:\d+\s+/, '').replaceAll('\t', ' ');
  // Which process it was is known.
  return text.replace(/"resource": \{[^}]*\}(, )?/, '').replace(/ \{\}$/, '');
}

function distinct(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)];
}
