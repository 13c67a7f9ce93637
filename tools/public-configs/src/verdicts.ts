// What reading the findings at their places said.

export interface Verdict {
  readonly rule: string;
  /** Findings that were compared with the config they are about, of those that are found today. */
  readonly read: number;
  /** Of them, those about a config that is as its author means it. */
  readonly false: number;
  /** Findings that were false, and are gone since the rule was corrected. */
  readonly corrected: number;
}

// The false one of C039: an extension of a whole config that a second file, merged over it, puts into service.extensions.
export const verdicts: readonly Verdict[] = [
  { rule: 'C001', read: 8, false: 0, corrected: 0 },
  { rule: 'C003', read: 5, false: 0, corrected: 0 },
  { rule: 'C004', read: 0, false: 0, corrected: 1 },
  { rule: 'C005', read: 35, false: 0, corrected: 0 },
  { rule: 'C006', read: 8, false: 0, corrected: 0 },
  { rule: 'C007', read: 5, false: 0, corrected: 0 },
  { rule: 'C008', read: 6, false: 0, corrected: 0 },
  { rule: 'C010', read: 8, false: 0, corrected: 0 },
  { rule: 'C011', read: 1, false: 0, corrected: 0 },
  { rule: 'C012', read: 8, false: 0, corrected: 0 },
  { rule: 'C014', read: 2, false: 0, corrected: 0 },
  { rule: 'C017', read: 1, false: 0, corrected: 0 },
  { rule: 'C021', read: 4, false: 0, corrected: 0 },
  { rule: 'C022', read: 4, false: 0, corrected: 0 },
  { rule: 'C023', read: 2, false: 0, corrected: 0 },
  { rule: 'C027', read: 6, false: 0, corrected: 0 },
  { rule: 'C033', read: 8, false: 0, corrected: 0 },
  { rule: 'C034', read: 2, false: 0, corrected: 0 },
  { rule: 'C035', read: 5, false: 0, corrected: 0 },
  { rule: 'C036', read: 19, false: 0, corrected: 25 },
  { rule: 'C037', read: 1, false: 0, corrected: 0 },
  { rule: 'C038', read: 11, false: 0, corrected: 3 },
  { rule: 'C039', read: 36, false: 1, corrected: 8 },
  { rule: 'C040', read: 12, false: 0, corrected: 1 },
  { rule: 'C042', read: 1, false: 0, corrected: 0 },
  { rule: 'C043', read: 12, false: 0, corrected: 9 },
  { rule: 'C046', read: 5, false: 0, corrected: 0 },
  { rule: 'C047', read: 11, false: 0, corrected: 0 },
  { rule: 'C049', read: 6, false: 0, corrected: 3 },
  { rule: 'C052', read: 5, false: 0, corrected: 0 },
  { rule: 'C053', read: 4, false: 0, corrected: 0 },
  { rule: 'C056', read: 1, false: 0, corrected: 0 },
  { rule: 'C058', read: 1, false: 0, corrected: 0 },
  { rule: 'C064', read: 8, false: 0, corrected: 0 },
  { rule: 'C065', read: 4, false: 0, corrected: 0 },
  { rule: 'C066', read: 4, false: 0, corrected: 0 },
  { rule: 'C068', read: 7, false: 0, corrected: 0 },
  { rule: 'C069', read: 15, false: 0, corrected: 3 },
  { rule: 'C073', read: 0, false: 0, corrected: 2 },
  { rule: 'C077', read: 5, false: 0, corrected: 0 },
  { rule: 'C079', read: 1, false: 0, corrected: 1 },
  { rule: 'C080', read: 0, false: 0, corrected: 2 },
  { rule: 'C084', read: 4, false: 0, corrected: 0 },
  { rule: 'C087', read: 2, false: 0, corrected: 1 },
  { rule: 'C088', read: 30, false: 0, corrected: 0 },
];
