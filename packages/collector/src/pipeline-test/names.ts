// Whether what a suite names is in the Collector config.
import { findNearestName } from '@plinth/findings';
import type { CollectorConfig } from '../collector-config.ts';
import { typeOf } from './capture.ts';
import { renderPlace } from './parse.ts';
import type { ParsedSuite, Path } from './parse.ts';
import type { Given } from './schema.ts';

/** Every exporter and receiver that a suite names and no pipeline uses, `file:line:column: path: …`. */
export function checkNames({ suite, locate }: ParsedSuite, config: CollectorConfig): readonly string[] {
  const problems: string[] = [];
  const check = (path: Path, id: string | undefined, known: readonly string[], kind: string): void => {
    if (id === undefined || known.includes(id)) return;
    const nearest = findNearestName(id, known);
    const hint = nearest === undefined ? `there are ${known.join(', ')}` : `did you mean ${nearest}?`;
    problems.push(`${locate(path)}: ${renderPlace(path)}: no pipeline has the ${kind} ${id}; ${hint}`);
  };
  const exporters = usedIds(config, 'exporters');
  const receivers = usedIds(config, 'receivers');
  for (const [index, test] of suite.tests.entries()) {
    check(['tests', index, 'given', 'receiver'], test.given.receiver, receivers, 'receiver');
    for (const [at, expectation] of test.expect.entries())
      check(['tests', index, 'expect', at, 'at'], expectation.at, exporters, 'exporter');
  }
  return problems;
}

/** The receiver that takes a signal: the one named, an otlp receiver of the signal's pipelines, or their only one. */
export function chooseReceiver(config: CollectorConfig, signal: string, { receiver }: Given): string | { readonly problem: string } {
  const connectors = Object.keys(config.connectors ?? {});
  const pipelines = Object.entries(config.service.pipelines).filter(([name]) => typeOf(name) === signal);
  const candidates = [...new Set(pipelines.flatMap(([, pipeline]) => pipeline.receivers))].filter((id) => !connectors.includes(id));
  if (receiver !== undefined)
    return candidates.includes(receiver) ? receiver : { problem: `receiver ${receiver} is in no ${signal} pipeline` };
  const otlp = candidates.filter((id) => typeOf(id) === 'otlp');
  const [only, ...more] = otlp.length > 0 ? otlp : candidates;
  if (only === undefined) return { problem: `no pipeline receives ${signal}` };
  return more.length === 0
    ? only
    : { problem: `several receivers take ${signal}: name one of ${[only, ...more].join(', ')} with given.receiver` };
}

function usedIds(config: CollectorConfig, side: 'receivers' | 'exporters'): readonly string[] {
  const connectors = Object.keys(config.connectors ?? {});
  return [...new Set(Object.values(config.service.pipelines).flatMap((pipeline) => pipeline[side]))].filter(
    (id) => !connectors.includes(id),
  );
}
