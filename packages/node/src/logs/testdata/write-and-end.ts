// A process that writes lines and ends. Arguments: how it ends, how many lines, bytes of the buffer, milliseconds for the exit.
// Says on stderr what became of the lines.
import { writeFileSync, writeSync } from 'node:fs';
import { startDestination } from '../destination.ts';

const [end = 'natural', count = '1000', maxBytes = String(8 * 1024 * 1024), exitDeadlineMs = '2000'] = process.argv.slice(2);
const destination = startDestination({ maxBytes: Number(maxBytes), leftAtExitMs: () => Number(exitDeadlineMs) });
destination.setDropReport((dropped) => `${JSON.stringify({ dropped })}\n`);
process.on('exit', () => void writeSync(2, `${JSON.stringify(destination.stats())}\n`));

// All in one turn: what is lost at the end is lost here.
for (let index = 0; index < Number(count); index++) {
  destination.write(`${JSON.stringify({ index, pad: 'x'.repeat(430) })}\n`, 'info', false);
}
// A reader may wait for this file.
if (process.env['WRITTEN'] !== undefined) writeFileSync(process.env['WRITTEN'], '');

if (end === 'exit') process.exit(0);
if (end === 'throw') throw new Error('the end');
if (end === 'reject') void Promise.reject(new Error('the end'));
if (end === 'flush') {
  await destination.flush();
  writeSync(2, 'flushed\n');
}
if (end === 'shutdown') await destination.shutdown();
