// An exporter that tells of its failures: the SDK below only drops the batch.
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';

interface Exporter<Item> {
  export(items: Item, done: (result: ExportResult) => void): void;
  shutdown(): Promise<void>;
  forceFlush?(): Promise<void>;
}

/** The same exporter; `onFailure` is called with the error of each batch that was lost. */
export function watchExporter<Item, E extends Exporter<Item>>(exporter: E, onFailure: (error: Error | undefined) => void): E {
  const send = exporter.export.bind(exporter);
  exporter.export = (items, done) => {
    send(items, (result) => {
      if (result.code !== ExportResultCode.SUCCESS) onFailure(result.error);
      done(result);
    });
  };
  return exporter;
}
