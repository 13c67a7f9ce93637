import { forbiddenText } from '../drive/scenarios.ts';
import { checkCorrelation } from './correlation.ts';
import type { Rule } from './finding.ts';
import { checkLogs } from './logs.ts';
import { checkMetrics } from './metrics.ts';
import { createSecrecyRule } from './secrecy.ts';
import { checkTraces } from './traces.ts';

export const rules: readonly Rule[] = [checkTraces, checkLogs, checkMetrics, checkCorrelation, createSecrecyRule(forbiddenText)];
