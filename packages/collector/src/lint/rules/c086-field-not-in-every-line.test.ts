import { describe, expect, test } from 'vitest';
import { describeFindings, edit, readRulePage } from '../../../test/rule-case.ts';

const page = readRulePage('C086');
const find = (text: string): string[] => describeFindings(text, 'C086');
const operators = (text: string): string => edit(page.right, '      - type: move\n', `${text}      - type: move\n`);

describe('C086', () => {
  test('says where and what', () => {
    expect(find(page.wrong)).toEqual([
      'warning 10:9 receivers.file_log.operators[1]: "file_log" fails here on lines that its json_parser leaves out: they have no "message"',
    ]);
  });

  test.each([
    '      - { type: remove, field: \'attributes["level"]\' }\n',
    '      - { type: severity_parser, parse_from: attributes.level }\n',
    '      - { type: time_parser, parse_from: "attributes[\'when\']", layout: "%s", on_error: send }\n',
    '      - { type: copy, from: attributes.a.b, to: body }\n',
  ])('found: %s', (text) => {
    expect(find(operators(text))).toHaveLength(1);
  });

  test.each([
    '      - { type: remove, field: attributes.level, on_error: send_quiet }\n',
    '      - { type: remove, field: attributes.level, if: attributes.level != nil }\n',
    '      - { type: add, field: attributes.level, value: info }\n      - { type: remove, field: attributes.level }\n',
    '      - { type: remove, field: \'attributes["log.file.path"]\' }\n',
    '      - { type: move, from: body, to: attributes.text }\n',
    '      - { type: regex_parser, regex: "(?P<level>.*)" }\n      - { type: remove, field: attributes.level }\n',
    '      - { type: remove, field: attributes.level, output: end }\n',
    '      - { type: trace_parser, trace_id: { parse_from: attributes.trace_id } }\n',
  ])('silent: %s', (text) => {
    expect(find(operators(text))).toEqual([]);
  });

  test('silent: the parser takes every line', () => {
    expect(find(edit(page.wrong, /\n *if: body.*/, ''))).toEqual([]);
  });
});
