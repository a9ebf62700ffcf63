import type { JournalStats } from '../../../native/addon/seqch.d.ts';

/**
 * Whether all that processes which had died before left in their journals is stored. The writer looks for it in the
 * background: until its first look is over, no rows that wait means nothing.
 */
export function isTakenOver({
  finishedLooks,
  adoptedWaitingRows,
}: Pick<JournalStats, 'finishedLooks' | 'adoptedWaitingRows'>): boolean {
  return finishedLooks > 0 && adoptedWaitingRows === 0;
}
