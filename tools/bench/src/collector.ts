// The process that receives what the services export.
import { startSubject, type Subject } from './subject-process.ts';

export type Collector = Subject<{ readonly url: string }, { readonly spans: Readonly<Record<string, number>> }>;

export const startCollector = (): Promise<Collector> => startSubject({ file: 'collector.mjs' });
