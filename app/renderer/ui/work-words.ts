import { type WorkItem } from '../../contract/work.ts';
import { unreachable } from '../../contract/result.ts';
import { byteSize } from '../../contract/byte-size.ts';
import { formatCount } from '../format/number.ts';

/** How far something is, from 0 to 1; null while nobody knows how much there is. */
export function workShare({ done, total }: Pick<WorkItem, 'done' | 'total'>): number | null {
  return total === null || total <= 0 ? null : Math.min(1, done / total);
}

/** `3.1 MB of 9.4 MB`, `12 of 40 calls`; empty before anything is done. */
export function workAmount({ done, total, unit }: Pick<WorkItem, 'done' | 'total' | 'unit'>): string {
  if (total === null && done === 0) return '';
  switch (unit) {
    case 'bytes':
      return total === null ? byteSize(done) : `${byteSize(Math.min(done, total))} of ${byteSize(total)}`;
    case 'rows':
    case 'calls':
    case 'steps':
      return total === null ? `${formatCount(done)} ${unit}` : `${formatCount(done)} of ${formatCount(total)} ${unit}`;
    default:
      return unreachable(unit);
  }
}
