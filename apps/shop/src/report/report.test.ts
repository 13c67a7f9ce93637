import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { rules } from '../rules/rules.ts';
import { buildGoodEvidence, correlationId, driverSpanId, traceId } from '../rules/testdata/good-evidence.ts';
import { renderScenario } from './scenario-report.ts';
import { renderSpanTree } from './span-tree.ts';
import { renderVerdict } from './verdict-table.ts';

const plain = (text: string): string => stripVTControlCharacters(text);

test('the span tree follows the parents across the services and the queue', () => {
  expect(renderSpanTree(buildGoodEvidence().spans, driverSpanId).map(plain)).toEqual([
    'storefront server   POST /orders 5.0 ms',
    '  storefront client   POST 5.0 ms',
    '    payments   server   POST /authorisations 5.0 ms',
    '  storefront producer send fulfil-order 5.0 ms',
    '    fulfilment consumer process fulfil-order 5.0 ms',
  ]);
});

test('a scenario shows its ids, spans, lines, samples and exemplars', () => {
  const text = plain(renderScenario(buildGoodEvidence(), []));
  for (const part of [
    correlationId,
    traceId,
    'POST /authorisations',
    'stock.reserved event',
    'order_placed_total{currency="EUR"} 1 exemplar → span',
  ]) {
    expect(text).toContain(part);
  }
});

test('the verdict names scenario, pillar, service and fault', () => {
  const evidence = { ...buildGoodEvidence(), response: { status: 201, correlationId: 'forged-1234' } };
  const findings = rules.flatMap((rule) => rule(evidence));
  const text = plain(
    renderVerdict([
      { evidence: buildGoodEvidence(), findings: [] },
      { evidence, findings },
    ]),
  );
  expect(text).toMatch(/an order that succeeds +agree +agree +agree +disagree +agree/);
  expect(text).toContain('1 disagreements:');
  expect(text).toContain('storefront: answered with x-correlation-id forged-1234');
});
