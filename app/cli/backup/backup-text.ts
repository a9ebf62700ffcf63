import type { Backup, BackupReport } from '../../contract/backup.ts';
import { unreachable } from '../../contract/result.ts';
import { byteSize } from '../../contract/byte-size.ts';
import type { Terminal } from '../terminal.ts';
import { printable, textTable } from '../text-table.ts';

/** The backups for people. */
export function backupLines(
  { folder, folderFromNextStart, backups, sideDatabases }: BackupReport,
  terminal: Terminal,
): string {
  const place = `In ${printable(folder)}\n`;
  const next = folderFromNextStart === null ? '' : `From the next start on in ${printable(folderFromNextStart)}\n`;
  const beside = sideDatabases.length === 0 ? '' : `Restored beside: ${sideDatabases.map(printable).join(', ')}\n`;
  if (backups.length === 0) return `There is no backup yet; hivebar backup makes one.\n${place}${next}${beside}`;
  const table = textTable(
    [{ title: 'name' }, { title: 'holds' }, { title: 'size', align: 'right' }],
    backups.map((backup) => [backup.name, holds(backup), backup.state === 'unfinished' ? '' : byteSize(backup.bytes)]),
    { paintTitle: (text) => terminal.paint('dim', text) },
  );
  return `${table}${place}${next}${beside}`;
}

function holds({ kind, state, base }: Backup): string {
  switch (state) {
    case 'unfinished':
      return 'unfinished, of no use';
    case 'baseless':
      return `changes; ${base ?? 'its base'} is gone`;
    case 'complete':
      return kind === 'full' ? 'everything' : `changes since ${base ?? ''}`;
    default:
      return unreachable(state);
  }
}
