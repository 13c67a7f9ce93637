// What a module gets in the place of @plinth/node: it records the catalog that is bound, and starts nothing.

const names = {
  '@plinth/node': ['logger', 'span', 'correlation', 'health', 'onShutdown', 'PlinthError'],
  '@plinth/node/register': [],
  '@plinth/node/queue': ['sendJob', 'processJob', 'observeQueue'],
  '@plinth/node/testing': ['captureTelemetry', 'telemetryMatchers'],
  '@plinth/node/doctor': ['doctor'],
} as const;

/** The names that each entry point of @plinth/node exports, but for `bindTelemetry`. */
export const recordedNames: Readonly<Record<string, readonly string[]>> = names;

/** The symbol of `globalThis` under which the recorder finds the function that takes a catalog. */
export const recordSlot = 'plinth.catalog.record';

/** Source of the module that takes the place of an entry point. Whatever is done with its exports does nothing. */
export function renderRecorder(specifier: string): string {
  const exported = recordedNames[specifier] ?? [];
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
          `  globalThis[Symbol.for(${JSON.stringify(recordSlot)})](catalog);`,
          `  return nothing;`,
          `};`,
        ]
      : []),
    'export {};',
  ].join('\n');
}
