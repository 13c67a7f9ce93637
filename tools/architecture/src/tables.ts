// Who may import whom. ARCHITECTURE.md prints these tables, .dependency-cruiser.mjs keeps them, and tests compare all three.

export interface PackageRow {
  /** Packages whose entry points the package may import. */
  readonly imports: readonly string[];
  /** Packages of which it may import types alone. */
  readonly types?: readonly string[];
  readonly mustNotKnow: string;
}

/** Packages by folder name. A package that is not here may import none of ours, and none of ours may import it. */
export const packages: Readonly<Record<string, PackageRow>> = {
  findings: { imports: [], mustNotKnow: 'anything else' },
  catalog: { imports: [], types: ['findings'], mustNotKnow: 'anything else' },
  otlp: { imports: [], types: ['findings'], mustNotKnow: 'anything else' },
  artefact: { imports: ['findings'], mustNotKnow: 'anything else' },
  manifest: { imports: ['catalog', 'findings'], mustNotKnow: 'how a manifest is used' },
  node: { imports: ['catalog'], types: ['findings'], mustNotKnow: 'manifests and generators, and how its telemetry is judged' },
  collector: { imports: ['manifest', 'catalog', 'artefact', 'otlp', 'findings'], mustNotKnow: 'node' },
  cli: {
    imports: ['findings', 'catalog', 'otlp', 'artefact', 'manifest', 'node', 'collector'],
    mustNotKnow: 'the insides of the packages',
  },
};

export interface AppRow {
  readonly imports: readonly string[];
  /** Tools that the app may import. */
  readonly tools?: readonly string[];
  /** Whether its tests are bound too. Other tests may import everything. */
  readonly testsToo?: boolean;
  readonly mustNotKnow: string;
}

/** Apps by folder name. No app imports another. */
export const apps: Readonly<Record<string, AppRow>> = {
  storefront: { imports: ['node', 'catalog'], mustNotKnow: 'each other, and the rest: a reader copies them' },
  payments: { imports: ['node', 'catalog'], mustNotKnow: 'each other, and the rest: a reader copies them' },
  fulfilment: { imports: ['node', 'catalog'], mustNotKnow: 'each other, and the rest: a reader copies them' },
  shop: {
    imports: ['otlp', 'catalog'],
    tools: ['postgres'],
    testsToo: true,
    mustNotKnow: 'node: it judges what is observed, whoever emitted it',
  },
};

/** A folder of `src`, or a file there where the name ends with `.ts`. */
export type Stage = string;

export interface StageOrder {
  /** From left to right. A stage imports from its left alone; those of one list do not import each other. */
  readonly order: readonly (Stage | readonly Stage[])[];
  /** Stages beside the order with what each may import; only the last stage of the order knows them. */
  readonly beside?: Readonly<Record<Stage, readonly Stage[]>>;
  /** Folders of a stage, from left to right. Files of the stage that are in none of them are not ordered. */
  readonly inside?: Readonly<Record<Stage, readonly string[]>>;
}

/** Stages by package. Every file of the package belongs to one. */
export const stages: Readonly<Record<string, StageOrder>> = {
  node: {
    order: [
      'errors.ts',
      'workarounds',
      'options',
      'redaction',
      'resource',
      'context',
      'keep',
      'ledger',
      'measure',
      'notices.ts',
      ['logs', 'traces', 'metrics'],
      'adoption',
      ['events', 'testing'],
      'export',
      'group',
      'lifecycle',
      'admin',
      'doctor',
      'runtime.ts',
      'start.ts',
      'registration.ts',
      'detached.ts',
      'detached-on-demand.ts',
      ['index.ts', 'register.ts', 'preload.ts', 'queue.ts', 'testing.ts', 'doctor.ts'],
    ],
    inside: { export: ['encoding', 'transport', 'exit'] },
  },
  manifest: { order: ['errors.ts', 'core', ['platform', 'service'], 'workspace', 'catalogs', 'index.ts'] },
  collector: {
    order: [
      'errors.ts',
      'collector-config.ts',
      'catalogue',
      'components',
      'backends',
      'model',
      'renderers',
      'validators',
      'generate.ts',
      'index.ts',
    ],
    beside: {
      lint: ['errors.ts', 'collector-config.ts', 'catalogue', 'backends'],
      'pipeline-test': ['errors.ts', 'collector-config.ts', 'catalogue', 'validators'],
    },
    inside: { model: ['destinations', 'tiers'], lint: ['source', 'facts', 'rules'] },
  },
};

/** Every stage of a package. */
export function listStages({ order, beside = {} }: StageOrder): readonly Stage[] {
  return [...order.flat(), ...Object.keys(beside)];
}

/** The stages that a stage may import, beside itself. */
export function findImports(stageOrder: StageOrder, stage: Stage): readonly Stage[] {
  const { order, beside = {} } = stageOrder;
  const alone = beside[stage];
  if (alone !== undefined) return alone;
  const level = order.findIndex((each) => (typeof each === 'string' ? each === stage : each.includes(stage)));
  return [...order.slice(0, level).flat(), ...(level === order.length - 1 ? Object.keys(beside) : [])];
}
