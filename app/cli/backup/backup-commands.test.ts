import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../contract/settings.ts';
import { backupOp } from '../../core/backup/backup-op.ts';
import { createBackups } from '../../core/backup/backups.ts';
import { realClock, silentLog } from '../../core/database/testing.ts';
import { type DemoDatabase, startDemoDatabase } from '../../core/demo/testing.ts';
import { type SocketServer, startSocketServer } from '../../core/sources/socket/socket-server.ts';
import { createWorkList } from '../../core/long-work/work-list.ts';
import type { Command } from '../command.ts';
import { backupCommand } from '../commands/backup.ts';
import { restoreCommand } from '../commands/restore.ts';
import { readOptions } from '../option-reader.ts';

let demo: DemoDatabase;
let server: SocketServer;

beforeAll(async () => {
  demo = await startDemoDatabase({ nowMs: Date.UTC(2026, 4, 20, 12), days: 2, timeZone: 'UTC' });
  const { dataDir } = demo.paths;
  const folder = join(dataDir, 'backups');
  const work = createWorkList(realClock);
  const backups = createBackups({
    admin: demo.database.admin,
    clock: realClock,
    log: silentLog,
    work,
    folder,
    settings: defaultSettings().backup,
    wantedFolder: () => folder,
    obstacle: undefined,
    flush: () => Promise.resolve(),
  });
  const path = join(dataDir, 'hivebar.sock');
  const started = await startSocketServer({ path, ops: [backupOp(backups, work)], log: silentLog, clock: realClock });
  if (!started.ok) throw new Error(started.error);
  server = started.value;
  await demo.database.announce({ socketPath: server.path });
});
afterAll(async () => {
  await server.stop();
  await demo.stop();
});

/** Runs a command where nobody can be asked. */
async function run(command: Command, words: readonly string[], showsProgress = false) {
  const printed: string[] = [];
  const told: string[] = [];
  const read = readOptions(words, { ...command.options, json: { kind: 'flag', says: '' } });
  if (!read.ok) throw new Error(read.error.message);
  const { operands, options } = read.value;
  const terminal = {
    print: (text: string | Uint8Array) => Promise.resolve(void printed.push(String(text))),
    tell: (text: string) => void told.push(text),
    interactive: false,
    showsProgress,
    paint: (_colour: string, text: string) => text,
    columns: 100,
  };
  const { dataDir } = demo.paths;
  const outcome = await command.run({ operands, options, json: options.flag('json'), dataDir, terminal });
  return { outcome, text: printed.join(''), told: told.join('') };
}

const done = { ok: true, value: 0 };

async function count(table: string): Promise<number> {
  const answer = await demo.database.admin.query({ query: `SELECT count() AS n FROM ${table}`, format: 'JSONEachRow' });
  const [row] = await answer.json<{ n: string }>();
  return Number(row?.n);
}

describe('hivebar backup and restore', () => {
  it('make, list, check, restore beside, replace and delete', async () => {
    expect((await run(backupCommand, ['--list'])).text).toContain('There is no backup yet');
    const made = await run(backupCommand, ['--json'], true);
    expect(made.outcome).toEqual(done);
    expect(made.told).toContain('Copying the database.');
    const { name } = JSON.parse(made.text) as { name: string };
    expect(name).toMatch(/-full$/);
    const changes = await run(backupCommand, []);
    expect(changes.text).toMatch(/^\S+-changes, [\d.]+ [kM]?B\n$/);
    const list = JSON.parse((await run(backupCommand, ['--list', '--json'])).text) as { backups: { base: string }[] };
    expect(list.backups.map(({ base }) => base)).toEqual([name, null]);
    expect((await run(backupCommand, ['--list'])).text).toContain(`changes since ${name}`);
    expect((await run(backupCommand, ['--verify', name])).text).toMatch(/^All \d\d tables of \S+-full are whole\.\n$/);

    const beside = await run(restoreCommand, [name, '--as', 'cli', '--table', 'seq.context']);
    expect(beside.text).toBe(`1 table of ${name} in restored_cli.\n`);
    expect(await count('restored_cli.context')).toBe(await count('seq.context'));
    const before = await count('seq.context');
    await demo.database.admin.command({ query: 'TRUNCATE TABLE seq.context' });
    const replaced = await run(restoreCommand, [name, '--replace', '--table', 'seq.context', '--yes', '--json']);
    expect(replaced.outcome).toEqual(done);
    expect(await count('seq.context')).toBe(before);

    expect((await run(backupCommand, ['--list'])).text).toContain('Restored beside: restored_cli\n');
    expect((await run(backupCommand, ['--drop-restored', 'restored_cli'])).text).not.toContain('Restored beside');
    expect((await run(backupCommand, ['--drop-restored', 'seq'])).outcome).toMatchObject({ ok: false });
    expect((await run(backupCommand, ['--delete', name])).text).toContain('There is no backup yet');
  });

  it.each([
    [backupCommand, ['--full', '--list'], 'Take one of --full, --list, --verify, --delete and --drop-restored.'],
    [restoreCommand, ['../../etc', '--replace'], 'NAME is one of hivebar backup --list, not "../../etc".'],
    [restoreCommand, ['2026-11-28T17-30-05Z-full'], 'Take either --as DB or --replace.'],
    [restoreCommand, ['2026-11-28T17-30-05Z-full', '--as', 'a b'], '--as takes letters, digits and _ only.'],
    [restoreCommand, ['2026-11-28T17-30-05Z-full', '--as', 'x', '--partition', 'd'], '--partition needs --table.'],
    [
      restoreCommand,
      ['2026-11-28T17-30-05Z-full', '--as', 'x', '--table', 'y'],
      '--table is written as database.table.',
    ],
    [
      restoreCommand,
      ['2026-11-28T17-30-05Z-full', '--replace'],
      'Nobody can be asked here: give --yes, or --as to restore beside.',
    ],
  ])('are not understood: %o %o', async (command, words, message) => {
    expect((await run(command, words)).outcome).toEqual({ ok: false, error: { exitCode: 2, message } });
  });

  it('name what is not there', async () => {
    await rm(join(demo.paths.dataDir, 'backups'), { recursive: true, force: true });
    const { outcome } = await run(restoreCommand, ['2026-11-28T17-30-05Z-full', '--as', 'x']);
    expect(outcome).toMatchObject({
      ok: false,
      error: { exitCode: 1, message: expect.stringContaining('There is no') as string },
    });
  });
});
