import * as v from 'valibot';
import { type BackupReport, backupReport } from '../../contract/backup.ts';
import { type Result, ok } from '../../contract/result.ts';
import { backupLines } from '../backup/backup-text.ts';
import { askBackup } from '../backup/ask-backup.ts';
import type { Command, Invocation } from '../command.ts';
import { type Failure, type Outcome, exitCodes, inTrouble, misused } from '../failure.ts';
import { byteSize } from '../../contract/byte-size.ts';
import { printable } from '../text-table.ts';

export const backupCommand: Command = {
  name: 'backup',
  summary: 'copy the database to the backup folder, or list, check and delete backups',
  operands: '',
  operandCount: { min: 0, max: 0 },
  details: [
    'Copies what changed since the newest full backup; without one, or with --full, everything. The running Hivebar does it',
    'into the folder of the settings (backup.folder) and then removes more than backup.keepFull full ones with their changes.',
    'Ctrl-C cancels and leaves nothing behind.',
  ],
  options: {
    full: { kind: 'flag', says: 'copy everything' },
    list: { kind: 'flag', says: 'list the backups, newest first' },
    verify: { kind: 'text', value: 'NAME', says: 'restore it where nobody sees it and check every part' },
    'drop-restored': { kind: 'text', value: 'DB', says: 'remove a database that a backup was restored into' },
    delete: { kind: 'text', value: 'NAME', says: 'remove it, and with a full one those that need it' },
  },
  examples: [
    { line: 'hivebar backup', says: 'what changed since the last full backup' },
    { line: 'hivebar backup --list --json', says: 'all backups, for programs' },
    { line: 'hivebar backup --verify 2026-11-28T17-30-05Z-full', says: 'whether a backup could be restored' },
  ],
  async run(invocation) {
    const { options } = invocation;
    const chosen = ['full', 'list'].filter((name) => options.flag(name)).length;
    const [verify, remove, drop] = ['verify', 'delete', 'drop-restored'].map((name) => options.text(name));
    if (chosen + [verify, remove, drop].filter((text) => text !== undefined).length > 1)
      return misused('Take one of --full, --list, --verify, --delete and --drop-restored.');
    if (drop !== undefined)
      return showReport(invocation, await askBackup(invocation, { action: 'drop', database: drop }));
    if (options.flag('list')) return showReport(invocation, await askBackup(invocation, { action: 'list' }));
    if (remove !== undefined)
      return showReport(invocation, await askBackup(invocation, { action: 'delete', name: remove }));
    if (verify !== undefined) {
      const checked = await askBackup(invocation, { action: 'verify', name: verify });
      return show(invocation, checked, ({ tables }) => `All ${String(tables)} tables of ${verify} are whole.`);
    }
    const made = await askBackup(invocation, { action: 'create', full: options.flag('full') });
    return show(
      invocation,
      made,
      (facts) => `${printable(String(facts['name']))}, ${byteSize(Number(facts['bytes']))}`,
    );
  },
};

type Facts = Readonly<Record<string, unknown>>;

async function show(
  { json, terminal }: Invocation,
  answer: Result<Facts, Failure>,
  words: (facts: Facts) => string,
): Promise<Outcome> {
  if (!answer.ok) return answer;
  await terminal.print(json ? `${JSON.stringify(answer.value)}\n` : `${words(answer.value)}\n`);
  return ok(exitCodes.ok);
}

async function showReport({ json, terminal }: Invocation, answer: Result<Facts, Failure>): Promise<Outcome> {
  if (!answer.ok) return answer;
  const parsed = v.safeParse(backupReport, answer.value);
  if (!parsed.success) return inTrouble('This Hivebar is of another version: its answer cannot be read. Restart it.');
  const report: BackupReport = parsed.output;
  await terminal.print(json ? `${JSON.stringify(report)}\n` : backupLines(report, terminal));
  return ok(exitCodes.ok);
}
