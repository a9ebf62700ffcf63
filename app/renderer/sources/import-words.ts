import { byteSize } from '../../contract/byte-size.ts';
import { type ImportProgress } from '../../contract/imports.ts';
import { formatCount, formatCounted } from '../format/number.ts';

/** How far an import is, from 0 to 1; null while nobody knows how much there is. */
export function importShare({ bytesDone, bytesTotal, filesDone, filesTotal }: ImportProgress): number | null {
  if (bytesTotal > 0) return Math.min(1, bytesDone / bytesTotal);
  return filesTotal > 0 ? Math.min(1, filesDone / filesTotal) : null;
}

/** `12 of 40 session files, 3.1 MB of 9.4 MB` */
export function importPlace({ bytesDone, bytesTotal, filesDone, filesTotal }: ImportProgress): string {
  const files = `${formatCount(filesDone)} of ${formatCounted(filesTotal, 'session file', 'session files')}`;
  return bytesTotal === 0 ? files : `${files}, ${byteSize(bytesDone)} of ${byteSize(bytesTotal)}`;
}

/** What came of it, in rows. */
export function importYield({ rowsAdded, rowsKnown }: ImportProgress): string {
  const added = formatCounted(rowsAdded, 'event added', 'events added');
  return rowsKnown === 0 ? added : `${added}, ${formatCount(rowsKnown)} known already`;
}
