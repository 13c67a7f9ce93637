// winston's own test-suite (3.19.0), case by case, of logger, child, level, format, error and exception: both loggers are asked.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import winston from 'winston';
import { createOurs, createWinston, type WinstonCase } from './testdata/winston-case.ts';
import { errorCases } from './testdata/winston-error-cases.ts';
import { exceptionCases } from './testdata/winston-exception-cases.ts';
import { loggerCases } from './testdata/winston-logger-cases.ts';
import { createCases, recordCases } from './testdata/winston-record-cases.ts';

const cases: readonly WinstonCase[] = [...loggerCases, ...recordCases, ...createCases, ...errorCases, ...exceptionCases];

/** Cases in each of upstream's files, counted there; a `describe.each` counts for each of its rows, an `it.each` once. */
const upstreamCounts = {
  'test/unit/winston/logger.test.js': 59,
  'test/unit/winston/create-logger.test.js': 5,
  'test/integration/logger.test.js': 2,
  'test/integration/formats.test.js': 1,
  'test/unit/winston/profiler.test.js': 3,
  'test/unit/formats/errors.test.js': 14,
  'test/unit/winston/exception-handler.test.js': 9,
  'test/unit/winston/rejection-handler.test.js': 9,
  'test/unit/winston/log-exception.test.js': 6,
  'test/unit/winston/exception-stream.test.js': 4,
  'test/unit/winston/logger-legacy.test.js': 8,
};

const of = <Is extends WinstonCase['is']>(is: Is) => cases.filter((row): row is Extract<WinstonCase, { is: Is }> => row.is === is);

test.each(of('same'))('$file: $title', async ({ observe, expected }) => {
  expect(await observe(createWinston), 'winston').toEqual(expected);
  expect(await observe(createOurs), 'plinth').toEqual(expected);
});

test.each(of('differs'))('$file: $title: differs', async (row) => {
  expect(await row.observe(createWinston), 'winston').toEqual(row.winston);
  expect(await row.observe(createOurs), 'plinth').toEqual(row.plinth);
  expect(row.plinth).not.toEqual(row.winston);
});

test('every case of upstream’s files is listed once', () => {
  expect(winston.version).toBe('3.19.0');
  const counts: Record<string, number> = {};
  for (const { file } of cases) counts[file] = (counts[file] ?? 0) + 1;
  expect(counts).toEqual(upstreamCounts);
  expect(new Set(cases.map(({ file, title }) => `${file}: ${title}`)).size).toBe(cases.length);
});

test('docs/winston.md says of each case that differs, or is not asked, why; and of no other', () => {
  const documented = readFileSync(join(import.meta.dirname, '../../../../docs/winston.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const unlike = cases.filter((row) => row.is !== 'same');
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  expect(documented).toEqual(unlike.map((row) => `| \`${row.file}\` | ${cell(row.title)} | ${row.is} | ${cell(row.why)} |`));
});
