// Reads the PEM files that the options name.
import { readFileSync } from 'node:fs';
import { PlinthError, type Problem } from '../errors.ts';
import type { OtlpOptions, PlinthOptions, Signal } from './options.ts';

export interface TlsTexts {
  readonly ca: string | undefined;
  readonly key: string | undefined;
  readonly cert: string | undefined;
}

const variableOf = { ca: 'CERTIFICATE', key: 'CLIENT_KEY', cert: 'CLIENT_CERTIFICATE' } as const;

/** @throws PlinthError `node.options_invalid` that names every file that cannot be read. */
export function readTlsFiles(options: PlinthOptions): Readonly<Record<Signal, TlsTexts>> {
  const problems: Problem[] = [];
  const read = (signal: Signal, { tls }: OtlpOptions, part: keyof OtlpOptions['tls']): string | undefined => {
    const path = tls[part];
    if (path === undefined) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      const { code = 'unreadable' } = error as NodeJS.ErrnoException;
      problems.push({
        path: `OTEL_EXPORTER_OTLP_${variableOf[part]} (${signal})`,
        message: `must be a readable file, got ${path}: ${code}`,
      });
      return undefined;
    }
  };
  const readSignal = (signal: Signal): TlsTexts => {
    const { otlp } = options[signal];
    return { ca: read(signal, otlp, 'ca'), key: read(signal, otlp, 'key'), cert: read(signal, otlp, 'cert') };
  };
  const texts = { traces: readSignal('traces'), metrics: readSignal('metrics'), logs: readSignal('logs') };
  if (problems.length > 0) throw new PlinthError('node.options_invalid', problems);
  return texts;
}
