// The engine with a subject that it has never seen: settings, one `key = value` a line.
import { describe, expect, test } from 'vitest';
import type { CheckedPlace, PlainRule, RuleRow, TableRule } from '../rule.ts';
import { applyFixes } from '../apply-fixes.ts';
import { createLinter, type LinterParts, type Unreadable } from './linter.ts';
import type { SourceFile } from './source-file.ts';

interface Line {
  readonly key: string;
  readonly value: string;
  readonly line: number;
  readonly start: number;
}

interface Settings {
  readonly file: string;
  readonly lines: readonly Line[];
}

interface Options {
  readonly production?: boolean;
}

const text = { severity: 'warning', why: 'why', remedy: 'remedy', source: 'https://example.com' } as const;
const unreadable: RuleRow = { ...text, id: 'S900', title: 'file that cannot be read' };
const withoutReason: RuleRow = { ...text, id: 'S901', title: 'disabled without a reason' };
const nothing: RuleRow = { ...text, id: 'S902', title: 'disables nothing' };

const debugInProduction: PlainRule<Settings, Options> = {
  ...text,
  id: 'S001',
  title: 'debug in production',
  check: ({ lines }, { production }) =>
    lines
      .filter(({ key, value }) => production === true && key === 'debug' && value === 'on')
      .map(({ key, start }) => ({
        path: [key],
        message: 'debug is on',
        fixes: [{ start: start + 'debug = '.length, end: start + 'debug = on'.length, text: 'off' }],
      })),
};

const port: TableRule<'high' | 'low', Settings, Options> = {
  id: 'S002',
  title: 'port that does not work',
  severity: 'error',
  source: 'https://example.com',
  messages: {
    high: { title: 'port that does not exist', why: 'Ports end at 65535.', remedy: 'Choose a smaller one.' },
    low: { title: 'port that needs privileges', why: 'Only root opens it.', remedy: 'Choose a larger one.' },
  },
  check: ({ lines }) =>
    lines
      .filter(({ key }) => key === 'port')
      .flatMap(({ key, value }): CheckedPlace<'high' | 'low'>[] => {
        if (Number(value) > 65_535) return [{ check: 'high', path: [key], message: `there is no port ${value}` }];
        return Number(value) < 1024 ? [{ check: 'low', path: [key], severity: 'info', message: `port ${value} is low` }] : [];
      }),
};

const known: PlainRule<Settings, Options> = {
  ...text,
  id: 'S003',
  title: 'value of the wrong type',
  yields: true,
  check: ({ lines }) => lines.filter(({ value }) => Number(value) > 1000).map(({ key }) => ({ path: [key], message: 'too long a number' })),
};

function readSettings(files: readonly SourceFile[]): { sources: readonly Settings[]; unreadable: readonly Unreadable[] } {
  const [broken, good] = [files.filter((file) => file.text.includes('\0')), files.filter((file) => !file.text.includes('\0'))];
  const sources = good.map((file) => {
    let start = 0;
    const lines = file.text.split('\n').flatMap((line, index): Line[] => {
      const [, key, value] = /^(\w+) = (\w+)/.exec(line) ?? [];
      const here = start;
      start += line.length + 1;
      return key === undefined || value === undefined ? [] : [{ key, value, line: index + 1, start: here }];
    });
    return { file: file.path, lines };
  });
  return {
    sources,
    unreadable: broken.map(({ path }) => ({ file: path, position: { line: 1, column: 1 }, message: 'not a text', severity: 'error' })),
  };
}

const parts: LinterParts<readonly Settings[], Settings, Options> = {
  rules: [debugInProduction, port, known, unreadable, withoutReason, nothing],
  ids: { unreadable: 'S900', disabledWithoutReason: 'S901', disablesNothing: 'S902' },
  readSources: readSettings,
  buildSubjects: (sources) => sources,
  documentOf: ({ file, lines }) => ({
    file,
    locate: ([key]) => ({ line: lines.find((line) => line.key === key)?.line ?? 1, column: 1 }),
  }),
};

const lint = createLinter(parts);
const say = (source: string, options: Options = {}): string[] =>
  lint([{ path: 'a.ini', text: source }], options).map(({ id, line, severity, message }) => `${line} ${severity} ${id} ${message}`);

describe('the engine judges a subject of any kind', () => {
  test('rules see the facts and the options', () => {
    expect(say('debug = on\n', { production: true })).toEqual(['1 warning S001 debug is on']);
    expect(say('debug = on\n')).toEqual([]);
  });

  test('a finding has the words of the check that found it', () => {
    const [high] = lint([{ path: 'a.ini', text: 'port = 99999\n' }], {});
    expect(high).toMatchObject({ id: 'S002', severity: 'error', why: 'Ports end at 65535.', remedy: 'Choose a smaller one.' });
    const [low] = lint([{ path: 'a.ini', text: 'port = 80\n' }], {});
    expect(low).toMatchObject({ id: 'S002', severity: 'info', why: 'Only root opens it.', remedy: 'Choose a larger one.' });
  });

  test('a rule that yields is silent where another rule has spoken', () => {
    expect(say('size = 2000\nport = 99999\n')).toEqual(['1 warning S003 too long a number', '2 error S002 there is no port 99999']);
  });

  test('a file that cannot be read is a finding, and the others are judged', () => {
    const files = [
      { path: 'b.ini', text: '\0' },
      { path: 'a.ini', text: 'port = 99999\n' },
    ];
    expect(lint(files, {}).map(({ file, id, severity }) => `${file} ${id} ${severity}`)).toEqual(['a.ini S002 error', 'b.ini S900 error']);
  });

  test('a place that nobody has written is no finding', () => {
    const judge = createLinter({ ...parts, isWritten: (_subject, { path }) => path[0] !== 'port' });
    expect(judge([{ path: 'a.ini', text: 'port = 99999\nsize = 2000\n' }], {}).map(({ id }) => id)).toEqual(['S003']);
  });

  test('fixes are offsets in the file', () => {
    const source = 'port = 8080\ndebug = on\n';
    const findings = lint([{ path: 'a.ini', text: source }], { production: true }).filter(({ id }) => id === 'S001');
    expect(applyFixes(source, findings)).toBe('port = 8080\ndebug = off\n');
  });

  test('one fix that is not certain: no fixes at all', () => {
    const half: PlainRule<Settings, Options> = {
      ...debugInProduction,
      check: () => [{ path: ['debug'], message: 'm', fixes: [undefined, { start: 0, end: 1, text: '' }] }],
    };
    const [finding] = createLinter({ ...parts, rules: [half, ...parts.rules.slice(1)] })([{ path: 'a.ini', text: 'a = b' }], {});
    expect(finding).not.toHaveProperty('fixes');
  });
});

test('findings are sorted by file, line and id, and each is there once', () => {
  const twice: PlainRule<Settings, Options> = {
    ...text,
    id: 'S000',
    title: 'said twice',
    check: ({ lines }) => [...lines, ...lines].map(({ key }) => ({ path: [key], message: 'a line' })),
  };
  const files = [
    { path: 'b.ini', text: 'port = 99999\n' },
    { path: 'a.ini', text: '\n\nport = 80\n' },
  ];
  const findings = createLinter({ ...parts, rules: [...parts.rules, twice] })(files, {});
  expect(findings.map(({ file, line, id }) => `${file}:${line} ${id}`)).toEqual([
    'a.ini:3 S000',
    'a.ini:3 S002',
    'b.ini:1 S000',
    'b.ini:1 S002',
  ]);
});

describe('comments', () => {
  test('a comment disables the rules that it names, in the lines that it covers, in its own file', () => {
    const comment = '# plinth-lint-disable S002 -- a test';
    const port80 = { path: 'b.ini', text: 'port = 80\n' };
    const sayBoth = (source: string): string[] =>
      lint([{ path: 'a.ini', text: source }, port80], { production: true }).map(({ file, line, id }) => `${file}:${line} ${id}`);
    expect(sayBoth(`port = 80 ${comment}\n`)).toEqual(['b.ini:1 S002']);
    expect(sayBoth(`debug = on ${comment}\n`)).toEqual(['a.ini:1 S001', 'a.ini:1 S902', 'b.ini:1 S002']);
    expect(sayBoth(`debug = off ${comment}\nport = 80\n`)).toEqual(['a.ini:1 S902', 'a.ini:2 S002', 'b.ini:1 S002']);
    expect(sayBoth(`${comment}\ndebug = off\nport = 80\n`)).toEqual(['a.ini:1 S902', 'a.ini:3 S002', 'b.ini:1 S002']);
  });

  test('a comment behind a line disables a rule there', () => {
    expect(say('port = 99999 # plinth-lint-disable S002, S003 -- a test\n')).toContain('1 warning S902 S003 finds nothing here');
    expect(say('port = 99999 # plinth-lint-disable S002 -- a test\n')).toEqual([]);
  });

  test('a comment without a reason disables nothing, and neither does one without a rule', () => {
    expect(say('port = 99999 # plinth-lint-disable S002\n')).toEqual([
      '1 error S002 there is no port 99999',
      '1 warning S901 S002 is disabled without a reason, so it is not disabled',
    ]);
    expect(say('size = 1 # plinth-lint-disable -- because\n')).toEqual(['1 warning S901 this comment names no rule']);
  });
});

test('an id of the engine without a row, or with a check, is refused when the linter is made', () => {
  expect(() => createLinter({ ...parts, ids: { ...parts.ids, unreadable: 'S999' } })).toThrow('expected a rule S999 without a check');
  expect(() => createLinter({ ...parts, ids: { ...parts.ids, unreadable: 'S001' } })).toThrow(RangeError);
});
