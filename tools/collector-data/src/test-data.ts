// Configs that come with the components' own tests.
import { globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parse } from 'yaml';
import type { GoModule } from './go-modules.ts';
import { parseMetadata } from './metadata.ts';

export interface TestConfig {
  readonly kind: string;
  readonly type: string;
  readonly config: unknown;
  /** `module file id`. */
  readonly place: string;
}

const sections: Readonly<Record<string, string>> = {
  receivers: 'receiver',
  processors: 'processor',
  exporters: 'exporter',
  connectors: 'connector',
  extensions: 'extension',
};

/** Of whole Collector configs their components; of files with component ids at the top, those of the module's own type. */
export function readTestConfigs(module: GoModule): readonly TestConfig[] {
  const metadata = parseMetadata(readFileSync(`${module.folder}/metadata.yaml`, 'utf8'));
  if (metadata === undefined) return [];
  const names = [metadata.type, metadata.deprecatedType];
  return globSync(`${module.folder}/**/testdata/**/*.{yaml,yml}`).flatMap((file) => {
    const place = `${module.path.split('/').slice(-2).join('/')} ${relative(module.folder, file)}`;
    return Object.entries(parseFile(file)).flatMap(([key, value]) => {
      const kind = sections[key];
      const ids = kind === undefined ? { [key]: value } : (value as Record<string, unknown> | null);
      return Object.entries(ids ?? {}).flatMap(([id, config]) => {
        const type = id.split('/')[0] ?? '';
        if (kind === undefined && !names.includes(type)) return [];
        return [{ kind: kind ?? metadata.kind, type, config, place: `${place} ${id}` }];
      });
    });
  });
}

function parseFile(file: string): Record<string, unknown> {
  try {
    const value: unknown = parse(readFileSync(file, 'utf8'), { logLevel: 'silent' });
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // A test of what is no YAML.
    return {};
  }
}
