// What a module gets in the place of @plinth/node: it records the catalog that is bound, and starts nothing.

const names = {
  '@plinth/node': ['logger', 'span', 'correlation', 'health', 'onShutdown', 'PlinthError'],
  '@plinth/node/register': [],
  '@plinth/node/queue': ['sendJob', 'processJob', 'observeQueue'],
  '@plinth/node/testing': ['captureTelemetry', 'telemetryMatchers'],
  '@plinth/node/doctor': ['doctor'],
} as const;

/** Tells whether a specifier names an entry point of @plinth/node, one of a later release too. */
export function isRecorded(specifier: string): boolean {
  return specifier === '@plinth/node' || (specifier.startsWith('@plinth/node/') && !specifier.endsWith('.json'));
}

/** The names of the list at the end of a bundled module, or of an index of exports: a later release has more than are known here. */
export function findExportedNames(source: string): readonly string[] {
  return [...source.matchAll(/^export \{([^}]*)\}/gm)]
    .flatMap(([, list = '']) => list.split(','))
    .map((item) => item.split(' as ').at(-1)?.trim() ?? '')
    .filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default');
}

/** The symbol of `globalThis` under which the recorder finds the function that takes the position of a service and a catalog. */
export const recordSlot = 'plinth.catalog.record';

/**
 * Source of the module that takes the place of an entry point. Whatever is done with its exports does nothing.
 *
 * @param index position of the service that the catalog is recorded for
 * @param installed names that the installed entry point exports
 */
export function renderRecorder(specifier: string, index: number, installed: readonly string[]): string {
  const known: readonly string[] = specifier in names ? names[specifier as keyof typeof names] : [];
  const exported = [...new Set([...known, ...installed])].filter((name) => name !== 'bindTelemetry');
  return [
    // Anything that is read from it, called or constructed is itself; it is no promise, and a text where one is needed.
    `const nothing = new Proxy(function () {}, {`,
    `  get: (_, key) => (key === 'then' ? undefined : key === Symbol.toPrimitive ? () => '' : nothing),`,
    `  apply: () => nothing,`,
    `  construct: () => nothing,`,
    `});`,
    ...exported.map((name) => `export const ${name} = nothing;`),
    ...(specifier === '@plinth/node'
      ? [
          `export const bindTelemetry = (catalog) => {`,
          `  globalThis[Symbol.for(${JSON.stringify(recordSlot)})](${index}, catalog);`,
          `  return nothing;`,
          `};`,
        ]
      : []),
    'export {};',
  ].join('\n');
}
