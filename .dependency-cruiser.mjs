// What may import what. The tables are data in tools/architecture; ARCHITECTURE.md prints them.
import { buildPackageRules, buildStageRules, testFiles } from './tools/architecture/src/dependency-rules.ts';

/** Files of the linter that become packages of their own when a second package needs them. */
const leavesToBe =
  '^packages/collector/src/lint/(source/(documents|embedded-text|kubernetes-objects|prometheus-rules|source-document|value-path)\\.ts|facts/kubernetes/)';

export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...buildPackageRules(),
    ...buildStageRules(),
    {
      name: 'lint-leaves-to-be',
      comment:
        'YAML documents, Kubernetes objects and Prometheus rules know nothing of a Collector, so they can become packages without a change',
      severity: 'error',
      from: { path: leavesToBe, pathNot: testFiles },
      to: { path: '^packages/collector/', pathNot: leavesToBe },
    },
    {
      name: 'renderer-leaves-to-be',
      comment: 'each folder knows Kubernetes or Prometheus and no Collector, so it can become a package without a change',
      severity: 'error',
      from: { path: '^packages/collector/src/renderers/(kubernetes-objects|prometheus-rules)/', pathNot: testFiles },
      to: { path: '^packages/', pathNot: '^packages/(collector/src/renderers/$1|findings)/' },
    },
    {
      name: 'entry-only',
      comment: 'another package only through its entry points',
      severity: 'error',
      from: { path: '^(packages|apps|tools)/([^/]+)/' },
      to: { path: '^packages/([^/]+)/src/(?!(index|register|queue|testing|doctor)\\.ts)', pathNot: '^packages/$2/' },
    },
    {
      name: 'nobody-imports-leaves',
      comment: 'no package knows an app or a tool',
      severity: 'error',
      from: { path: '^packages/', pathNot: testFiles },
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
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: testFiles },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    exclude: { path: '(^|/)(dist|\\.cache)/' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['@plinth/source', 'import', 'types', 'node', 'default'] },
  },
};
