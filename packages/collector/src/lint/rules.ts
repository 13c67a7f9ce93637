// Every rule, by id. A rule is one file, one test, one page (docs/rules/collector).
import type { Rule as AnyRule, RuleRow } from '@plinth/findings';
import type { LintInput, LintOptions } from './facts/lint-input.ts';
import { deprecatedAlias } from './rules/c001-deprecated-alias.ts';
import { nameTooNew } from './rules/c002-name-too-new.ts';
import { removedComponent } from './rules/c003-removed-component.ts';
import { notInDistribution } from './rules/c004-not-in-distribution.ts';
import { memoryLimiterMissing } from './rules/c005-memory-limiter-missing.ts';
import { memoryLimiterOrder } from './rules/c006-memory-limiter-order.ts';
import { memoryLimiterSettings } from './rules/c007-memory-limiter-settings.ts';
import { limitAgainstContainer } from './rules/c008-limit-against-container.ts';
import { gomemlimit } from './rules/c009-gomemlimit.ts';
import { batchProcessor } from './rules/c010-batch-processor.ts';
import { batchedTwice } from './rules/c011-batched-twice.ts';
import { noBatching } from './rules/c012-no-batching.ts';
import { tailSamplingBeforeContext } from './rules/c013-tail-sampling-before-context.ts';
import { contextAfterBatch } from './rules/c014-context-after-batch.ts';
import { tailSamplingReplicas } from './rules/c015-tail-sampling-replicas.ts';
import { loadBalancingResolver } from './rules/c016-load-balancing-resolver.ts';
import { loadBalancingResilience } from './rules/c017-load-balancing-resilience.ts';
import { persistentSubQueue } from './rules/c018-persistent-sub-queue.ts';
import { metricsAfterSampling } from './rules/c019-metrics-after-sampling.ts';
import { spanMetricsWriters } from './rules/c020-span-metrics-writers.ts';
import { spanMetricsCardinality } from './rules/c021-span-metrics-cardinality.ts';
import { spanMetricsUnit } from './rules/c022-span-metrics-unit.ts';
import { tailSamplingSettings } from './rules/c023-tail-sampling-settings.ts';
import { sampledTwice } from './rules/c024-sampled-twice.ts';
import { queueOrRetryOff } from './rules/c025-queue-or-retry-off.ts';
import { queueAgainstOutage } from './rules/c026-queue-against-outage.ts';
import { queueUnits } from './rules/c027-queue-units.ts';
import { unknownStorage } from './rules/c028-unknown-storage.ts';
import { waitWithStorage } from './rules/c029-wait-with-storage.ts';
import { sharedFileStorage } from './rules/c030-shared-file-storage.ts';
import { endlessRetry } from './rules/c031-endless-retry.ts';
import { remoteWriteOrder } from './rules/c032-remote-write-order.ts';
import { bindEverywhere } from './rules/c033-bind-everywhere.ts';
import { unreachableReceiver } from './rules/c034-unreachable-receiver.ts';
import { transportSecurity } from './rules/c035-transport-security.ts';
import { literalSecret } from './rules/c036-literal-secret.ts';
import { variables } from './rules/c037-variables.ts';
import { endpointForm } from './rules/c038-endpoint-form.ts';
import { unusedOrUndefined } from './rules/c039-unused-or-undefined.ts';
import { wrongSignal } from './rules/c040-wrong-signal.ts';
import { cycle } from './rules/c041-cycle.ts';
import { healthCheck } from './rules/c042-health-check.ts';
import { ownMetrics } from './rules/c043-own-metrics.ts';
import { operatorMetricsPort } from './rules/c044-operator-metrics-port.ts';
import { debugInProduction } from './rules/c045-debug-in-production.ts';
import { logFeedback } from './rules/c046-log-feedback.ts';
import { fileLogOffsets } from './rules/c047-file-log-offsets.ts';
import { clusterReceivers } from './rules/c048-cluster-receivers.ts';
import { nodeReceivers } from './rules/c049-node-receivers.ts';
import { watchesWholeCluster } from './rules/c050-watches-whole-cluster.ts';
import { rbac } from './rules/c051-rbac.ts';
import { temporality } from './rules/c052-temporality.ts';
import { stickyConnections } from './rules/c053-sticky-connections.ts';
import { personalData } from './rules/c054-personal-data.ts';
import { redactsEverything } from './rules/c055-redacts-everything.ts';
import { ottlErrors } from './rules/c056-ottl-errors.ts';
import { orphanSpans } from './rules/c057-orphan-spans.ts';
import { flatKeepalive } from './rules/c058-flat-keepalive.ts';
import { removedQueueKeys } from './rules/c059-removed-queue-keys.ts';
import { renamedOwnMetrics } from './rules/c060-renamed-own-metrics.ts';
import { serviceNameOverwritten } from './rules/c061-service-name-overwritten.ts';
import { metricCardinality } from './rules/c062-metric-cardinality.ts';
import { portClash } from './rules/c063-port-clash.ts';
import { profilingEndpoints } from './rules/c064-profiling-endpoints.ts';
import { image } from './rules/c065-image.ts';
import { nullComponent } from './rules/c066-null-component.ts';
import { operatorMode } from './rules/c067-operator-mode.ts';
import { chartDefaultsStay } from './rules/c068-chart-defaults-stay.ts';
import { unknownKey } from './rules/c069-unknown-key.ts';
import { unreadable } from './rules/c070-unreadable.ts';
import { disabledWithoutReason } from './rules/c071-disabled-without-reason.ts';
import { disablesNothing } from './rules/c072-disables-nothing.ts';
import { queueInMemory } from './rules/c073-queue-in-memory.ts';
import { tlsBetweenTiers } from './rules/c074-tls-between-tiers.ts';
import { addressOfATier } from './rules/c075-address-of-a-tier.ts';
import { certificateFiles } from './rules/c076-certificate-files.ts';
import { certificateReadOnce } from './rules/c077-certificate-read-once.ts';
import { podsNotFound } from './rules/c078-pods-not-found.ts';
import { scrapeJobs } from './rules/c079-scrape-jobs.ts';
import { valueNotKnown } from './rules/c080-value-not-known.ts';
import { openPortNobodyListens } from './rules/c081-open-port-nobody-listens.ts';
import { ownMetricsNames } from './rules/c082-own-metrics-names.ts';
import { ownContainerMeasured } from './rules/c083-own-container-measured.ts';
import { refusedLinesDropped } from './rules/c084-refused-lines-dropped.ts';
import { labelsOfOwnMetrics } from './rules/c085-labels-of-own-metrics.ts';
import { fieldNotInEveryLine } from './rules/c086-field-not-in-every-line.ts';
import { decisionsForgotten } from './rules/c087-decisions-forgotten.ts';
import { elasticsearchGivesUp } from './rules/c088-elasticsearch-gives-up.ts';
import type { SourceDocument } from './source/source-document.ts';

/** A rule without a check is one that the engine itself finds. */
export const rules: readonly (AnyRule<LintInput, LintOptions, SourceDocument> | RuleRow)[] = [
  deprecatedAlias,
  nameTooNew,
  removedComponent,
  notInDistribution,
  memoryLimiterMissing,
  memoryLimiterOrder,
  memoryLimiterSettings,
  limitAgainstContainer,
  gomemlimit,
  batchProcessor,
  batchedTwice,
  noBatching,
  tailSamplingBeforeContext,
  contextAfterBatch,
  tailSamplingReplicas,
  loadBalancingResolver,
  loadBalancingResilience,
  persistentSubQueue,
  metricsAfterSampling,
  spanMetricsWriters,
  spanMetricsCardinality,
  spanMetricsUnit,
  tailSamplingSettings,
  sampledTwice,
  queueOrRetryOff,
  queueAgainstOutage,
  queueUnits,
  unknownStorage,
  waitWithStorage,
  sharedFileStorage,
  endlessRetry,
  remoteWriteOrder,
  bindEverywhere,
  unreachableReceiver,
  transportSecurity,
  literalSecret,
  variables,
  endpointForm,
  unusedOrUndefined,
  wrongSignal,
  cycle,
  healthCheck,
  ownMetrics,
  operatorMetricsPort,
  debugInProduction,
  logFeedback,
  fileLogOffsets,
  clusterReceivers,
  nodeReceivers,
  watchesWholeCluster,
  rbac,
  temporality,
  stickyConnections,
  personalData,
  redactsEverything,
  ottlErrors,
  orphanSpans,
  flatKeepalive,
  removedQueueKeys,
  renamedOwnMetrics,
  serviceNameOverwritten,
  metricCardinality,
  portClash,
  profilingEndpoints,
  image,
  nullComponent,
  operatorMode,
  chartDefaultsStay,
  unknownKey,
  unreadable,
  disabledWithoutReason,
  disablesNothing,
  queueInMemory,
  tlsBetweenTiers,
  addressOfATier,
  certificateFiles,
  certificateReadOnce,
  podsNotFound,
  scrapeJobs,
  valueNotKnown,
  openPortNobodyListens,
  ownMetricsNames,
  ownContainerMeasured,
  refusedLinesDropped,
  labelsOfOwnMetrics,
  fieldNotInEveryLine,
  decisionsForgotten,
  elasticsearchGivesUp,
];
