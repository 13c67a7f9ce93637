// A YAML text inside of a YAML document (a ConfigMap's value, a v1alpha1 config): its offsets as offsets of the file.
import { isScalar, type Node } from 'yaml';
import type { OffsetMap } from './source-document.ts';

/** Only literal blocks (`|`) keep lines as they are; for all other styles no offset is certain. */
export function mapEmbeddedOffsets(file: string, node: Node | null): OffsetMap {
  if (!isScalar(node) || node.type !== 'BLOCK_LITERAL' || !node.range) return () => undefined;
  const inner = String(node.value);
  const blockStart = file.indexOf('\n', node.range[0]) + 1;
  const lines = file.slice(blockStart, node.range[1]).split('\n');
  const indent = /^ */.exec(lines.find((line) => line.trim() !== '') ?? '')?.[0].length ?? 0;
  const innerStarts = [0];
  for (let index = inner.indexOf('\n'); index !== -1; index = inner.indexOf('\n', index + 1)) innerStarts.push(index + 1);
  const fileStarts: number[] = [];
  let start = blockStart;
  for (const line of lines) {
    fileStarts.push(start);
    start += line.length + 1;
  }
  return (offset) => {
    const line = findLine(innerStarts, offset);
    const [from, to] = [innerStarts[line], fileStarts[line]];
    return from === undefined || to === undefined ? undefined : to + Math.min(indent, lines[line]?.length ?? 0) + offset - from;
  };
}

function findLine(starts: readonly number[], offset: number): number {
  let line = 0;
  while (line + 1 < starts.length && (starts[line + 1] ?? Infinity) <= offset) line += 1;
  return line;
}
