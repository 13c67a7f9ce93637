// A text inside of a YAML document that is YAML itself, such as a value of a ConfigMap. Offsets in the text become offsets in the file.
import { isScalar, type Node } from 'yaml';
import type { OffsetMap } from './source-document.ts';

/** Only a literal block (`|`) keeps lines as they are. In every other style no offset is certain, and the map answers undefined. */
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
