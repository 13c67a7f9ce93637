// Adds up the JSON reports that `npm test` left, one per project, and fails where there is none.
import { globSync, readFileSync } from 'node:fs';

const reports = globSync('{packages,apps,tools}/*/.vitest/report.json').map((file) => JSON.parse(readFileSync(file, 'utf8')));
const sum = (key) => reports.reduce((total, report) => total + report[key], 0);
const passed = sum('numPassedTests');
const failed = sum('numFailedTests');
const skipped = sum('numPendingTests') + sum('numTodoTests');
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
if (passed === 0 || failed > 0) process.exitCode = 1;
