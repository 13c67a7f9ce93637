// Reads the PEM files that the options name.
import { readFileSync } from 'node:fs';
import type { Problem } from '../errors.ts';
import type { OtlpOptions, PlinthOptions, Signal, TlsFile } from './options.ts';

export interface TlsTexts {
  readonly ca: string | undefined;
  readonly key: string | undefined;
  readonly cert: string | undefined;
}

/** The files of the signals that are pushed. A file that cannot be read is told of, and counts as not named. */
export function readTlsFiles(options: PlinthOptions, onUnusable: (problem: Problem) => void): Readonly<Record<Signal, TlsTexts>> {
  const read = (file: TlsFile | undefined): string | undefined => {
    if (file === undefined) return undefined;
    let text: string;
    try {
      text = readFileSync(file.path, 'utf8');
    } catch (error) {
      const { code = 'unreadable' } = error as NodeJS.ErrnoException;
      onUnusable({ path: file.variable, message: `must be a readable file, got ${file.path}: ${code}` });
      return undefined;
    }
    // TLS throws at each connection where it is given anything else.
    if (/^-----BEGIN /m.test(text)) return text;
    onUnusable({ path: file.variable, message: `must be a file in PEM, got ${file.path}` });
    return undefined;
  };
  const readSignal = (signal: Signal): TlsTexts => {
    const { otlp, exporters } = options[signal];
    const isPushed = (exporters as readonly string[]).includes('otlp');
    const { ca, key, cert } = isPushed ? otlp.tls : noFiles;
    return { ca: read(ca), key: read(key), cert: read(cert) };
  };
  return { traces: readSignal('traces'), metrics: readSignal('metrics'), logs: readSignal('logs') };
}

const noFiles: OtlpOptions['tls'] = { ca: undefined, key: undefined, cert: undefined };
