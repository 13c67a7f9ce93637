import { findUsed } from '../facts/pipeline-graph.ts';
import type { Rule } from '../rule.ts';

export const fileLogOffsets: Rule = {
  id: 'C047',
  title: 'file_log without storage',
  severity: 'warning',
  why: 'Where it stopped reading is only in memory. After a restart start_at: beginning sends every file again, start_at: end (the default) skips what was written meanwhile.',
  remedy: 'Give it storage: file_storage, with the directory on a hostPath.',
  source: 'https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/receiver/filelogreceiver/README.md',
  check: ({ graph, complete }) =>
    complete
      ? findUsed(graph, 'receiver', 'file_log')
          .filter(({ config }) => config['storage'] === undefined)
          .map(({ id, config, path }) =>
            config['start_at'] === 'beginning'
              ? { path: [...path, 'start_at'], message: `"${id}" sends every file again after a restart` }
              : { path, severity: 'info' as const, message: `"${id}" skips after a restart what was written meanwhile` },
          )
      : [],
};
