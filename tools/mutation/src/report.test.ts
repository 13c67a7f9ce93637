import { expect, test } from 'vitest';
import { renderReport, renderRow, type Judged } from './report.ts';

const judged = (path: string, by?: Judged['by']): Judged => ({
  subject: 'shop',
  mutant: { line: 1, kind: 'removed', path, was: `${path}: 1` },
  by,
});
const all = [judged('service', 'otelcol validate'), judged('extensions.file_storage/queue.fsync'), judged('exporters.a.compression')];

test('what is equal or tuning is left out of what matters', () => {
  expect(renderRow('shop', all)).toBe('| shop | 3 | 0 | 0 | 1 | 0 | 33.3 % | 1 | 0 | 0 | 1 | 50.0 % |');
});

test('open ones come first, and each other one has its reason', () => {
  const text = renderReport(all);
  expect(text.indexOf('fsync')).toBeGreaterThan(text.indexOf('## Open'));
  expect(text.indexOf('fsync')).toBeLessThan(text.indexOf('## Cluster'));
  expect(text).toMatch(/\| equal \| shop \| 1 \| removed \| `exporters\.a\.compression` \| the default is the same/);
});
