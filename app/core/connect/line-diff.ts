import type { DiffLine } from '../../contract/connect.ts';
import { redact } from '../sources/redaction.ts';

/** Unchanged lines that are shown around a change. */
const around = 3;

/** Beyond this many comparisons the changed part is shown as wholly removed and added. */
const mostComparisons = 4_000_000;

/** What differs between two texts, line by line, with some of what stays and without what looks like a secret. */
export function lineDiff(before: string, after: string): DiffLine[] {
  if (before === after) return [];
  return withContext(wholeDiff(linesOf(before), linesOf(after))).map(({ kind, text }) => ({
    kind,
    text: masked(text),
  }));
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function wholeDiff(before: readonly string[], after: readonly string[]): DiffLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < Math.min(before.length, after.length) - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  return [
    ...before.slice(0, head).map(same),
    ...changedLines(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(same),
  ];
}

/** By the longest common subsequence of lines. */
function changedLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  if (before.length * after.length > mostComparisons) return [...before.map(removed), ...after.map(added)];
  const width = after.length + 1;
  // `common[i * width + j]`: how many lines the rests from i and from j on have in common.
  const common = new Uint32Array((before.length + 1) * width);
  const commonAt = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      common[i * width + j] =
        before[i] === after[j] ? commonAt(i + 1, j + 1) + 1 : Math.max(commonAt(i + 1, j), commonAt(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]];
    if (old !== undefined && old === fresh) {
      lines.push(same(old));
      i += 1;
      j += 1;
    } else if (old !== undefined && (fresh === undefined || commonAt(i + 1, j) >= commonAt(i, j + 1))) {
      lines.push(removed(old));
      i += 1;
    } else if (fresh !== undefined) {
      lines.push(added(fresh));
      j += 1;
    }
  }
  return lines;
}

function withContext(lines: readonly DiffLine[]): DiffLine[] {
  const near = new Set<number>();
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'same') continue;
    for (let at = index - around; at <= index + around; at += 1) near.add(at);
  }
  const shown: DiffLine[] = [];
  for (const [index, line] of lines.entries()) {
    if (near.has(index)) shown.push(line);
    else if (shown.at(-1)?.kind !== 'gap') shown.push({ kind: 'gap', text: '' });
  }
  return shown;
}

/** The person knows their secrets; whoever looks over their shoulder, or at a recording, need not. */
function masked(text: string): string {
  return redact(text).text.replace(
    /(_HEADERS["']?\s*[:=]\s*["']|Authorization["']?\s*[:=]\s*["']?(?:Bearer(?:\s+|%20))?)(?!\[redacted\])[^"']+/g,
    '$1[redacted]',
  );
}

function same(text: string): DiffLine {
  return { kind: 'same', text };
}

function removed(text: string): DiffLine {
  return { kind: 'removed', text };
}

function added(text: string): DiffLine {
  return { kind: 'added', text };
}
