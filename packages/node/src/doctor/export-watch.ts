// What the OTLP endpoints answer, as Node's HTTP client publishes it.
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { clientResponseFinish } from '../traces/node-channels.ts';
import type { ExportAnswer } from './evidence.ts';

export interface ExportWatch {
  readAnswers(): ExportAnswer[];
}

/** Watches until the process ends. `urls`: the endpoints. `onAnswer` is called when an endpoint answers with another status than before. */
export function startExportWatch(urls: readonly string[], onAnswer: () => void): ExportWatch {
  const endpoints = new Set(urls.filter((url) => URL.canParse(url)).map(withoutQuery));
  const answers = new Map<string, ExportAnswer>();
  const listen = (message: unknown): void => {
    // An exception of a subscriber would end the process.
    try {
      const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
      const url = `${request.protocol}//${String(request.getHeader('host'))}${request.path.replace(/\?.*$/, '')}`;
      if (!endpoints.has(url)) return;
      const date = Date.parse(response.headers.date ?? '');
      const before = answers.get(url);
      const answer = { url, status: response.statusCode ?? 0, aheadMs: Number.isNaN(date) ? undefined : Date.now() - date };
      answers.set(url, answer);
      if (before?.status !== answer.status) onAnswer();
    } catch {
      // An answer that cannot be read says nothing.
    }
  };
  subscribe(clientResponseFinish, listen);
  return { readAnswers: () => [...answers.values()] };
}

function withoutQuery(text: string): string {
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname}`;
}
