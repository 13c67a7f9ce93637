// The dependency tables of ARCHITECTURE.md as rules. Change the table there first.

/** Packages that a package may import, beside itself. */
const packages = {
  findings: [],
  catalog: ['findings'],
  otlp: ['findings'],
  artefact: ['findings'],
  manifest: ['catalog', 'findings'],
  node: ['catalog', 'findings'],
  collector: ['manifest', 'catalog', 'artefact', 'otlp', 'findings'],
  platform: ['manifest', 'catalog', 'artefact', 'collector', 'findings'],
  console: ['otlp', 'catalog', 'findings'],
  verify: ['otlp', 'manifest', 'catalog', 'findings'],
  cli: ['artefact', 'catalog', 'collector', 'manifest', 'findings'],
  nx: ['manifest', 'collector', 'platform', 'artefact', 'findings'],
};

/** Packages that import only the types of findings: what is bundled into a service does not grow by it. */
const typesOfFindingsOnly = ['catalog', 'otlp', 'node'];

/** Stages inside a package, in order: each imports only from its left. */
const stages = {
  collector: ['catalogue', 'components', 'model', 'renderers', 'validators', '(lint|pipeline-test)'],
  node: ['options', 'redaction', 'resource', 'context', '(logs|traces|metrics)', 'events', 'export', 'lifecycle', 'doctor'],
};

/** Rooms inside a stage, in order: each imports only from its left, and never the file that puts them together. */
const rooms = { 'packages/collector/src/lint': ['source', 'facts', 'rules'] };

/** Files of the linter that become packages of their own when a second package needs them. */
const leavesToBe =
  '^packages/collector/src/lint/(source/(documents|embedded-text|kubernetes-objects|prometheus-rules|source-document|value-path)\\.ts|facts/kubernetes/)';

const signals = ['logs', 'traces', 'metrics'];
const testFile = '\\.test(-d)?\\.ts$|/testdata/|/test/';

const packageRules = Object.entries(packages).map(([name, allowed]) => ({
  name: `package-${name}`,
  comment: 'a package imports only the packages that its row of the table names',
  severity: 'error',
  from: { path: `^packages/${name}/src/`, pathNot: testFile },
  to: { path: '^(packages|apps|tools)/', pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
}));

const stageRules = Object.entries(stages).flatMap(([name, order]) =>
  order.map((stage, index) => ({
    name: `stage-${name}-${stage}`,
    comment: 'a stage imports only from its left; the composition root knows all of them',
    severity: 'error',
    from: { path: `^packages/${name}/src/${stage}/`, pathNot: testFile },
    to: {
      path: `^packages/${name}/src/(${[...order.slice(index + 1).map((later) => `${later}/`), '(start|generate|runtime|register|index|queue|testing|doctor)\\.ts$'].join('|')})`,
    },
  })),
);

const roomRules = Object.entries(rooms).flatMap(([folder, order]) =>
  order.map((room, index) => ({
    name: `room-${folder.split('/').at(-1)}-${room}`,
    comment: 'a room imports only from its left',
    severity: 'error',
    from: { path: `^${folder}/${room}/`, pathNot: testFile },
    to: { path: `^${folder}/(${[...order.slice(index + 1).map((later) => `${later}/`), '(lint|rules)\\.ts$'].join('|')})` },
  })),
);

const signalRules = signals.map((signal) => ({
  name: `signal-${signal}`,
  comment: 'the three signals do not import each other; what they share comes from context',
  severity: 'error',
  from: { path: `^packages/node/src/${signal}/`, pathNot: testFile },
  to: { path: `^packages/node/src/(${signals.filter((other) => other !== signal).join('|')})/` },
}));

export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...packageRules,
    ...stageRules,
    ...roomRules,
    ...signalRules,
    {
      name: 'lint-leaves-to-be',
      comment:
        'YAML documents, Kubernetes objects and Prometheus rules know nothing of a Collector, so they can become packages without a change',
      severity: 'error',
      from: { path: leavesToBe, pathNot: testFile },
      to: { path: '^packages/collector/', pathNot: leavesToBe },
    },
    {
      name: 'types-of-findings-only',
      comment: 'catalog, otlp and node are bundled into services: they use the types of findings, and no code of it',
      severity: 'error',
      from: { path: `^packages/(${typesOfFindingsOnly.join('|')})/src/`, pathNot: testFile },
      to: { path: '^packages/findings/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'entry-only',
      comment: 'another package only through its entry points',
      severity: 'error',
      from: { path: '^(packages|apps|tools)/([^/]+)/' },
      to: { path: '^packages/([^/]+)/src/(?!(index|register|queue|testing|doctor)\\.ts)', pathNot: '^packages/$2/' },
    },
    {
      name: 'apps-copyable',
      comment: 'a sample service uses what its reader has: the SDK and the catalog',
      severity: 'error',
      from: { path: '^apps/(storefront|payments|fulfilment)/', pathNot: testFile },
      to: { path: '^(packages|apps)/', pathNot: '^(packages/(node|catalog)|apps/$1)/' },
    },
    {
      name: 'shop-judges-from-outside',
      comment: 'the proof reads what is observed on the wire; it must not know the SDK',
      severity: 'error',
      from: { path: '^apps/shop/' },
      to: { path: '^(packages|apps|tools)/', pathNot: '^(packages/(otlp|catalog)|apps/shop|tools/postgres)/' },
    },
    {
      name: 'nobody-imports-leaves',
      severity: 'error',
      from: { path: '^packages/', pathNot: testFile },
      to: { path: '^(apps|tools)/' },
    },
    {
      name: 'no-grab-bag',
      comment: 'a file is a noun: name it for what it holds',
      severity: 'error',
      from: {},
      to: { path: '(^|/)(utils?|helpers?|common|shared|misc|manager)(\\.ts$|/)', pathNot: 'node_modules' },
    },
    {
      name: 'declared-dependencies',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: testFile },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    exclude: { path: '(^|/)(dist|node_modules/\\.cache)/' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['@plinth/source', 'import', 'types', 'node', 'default'] },
  },
};
