/** native/test/crash/pusher.cpp over again, through the writer of the app: the same arguments, commands and answers. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createRandom } from '../../app/core/demo/random.ts';
import type { TableWriter } from '../../app/core/writer/table-writer.ts';
import { describeRowError, describeWriterError } from '../../app/core/writer/writer-error.ts';
import { type AnyRow, type Writer, openWriter } from '../../app/core/writer/writer.ts';
import { ledgerBytes, streamOffset } from './ledger.ts';
import { type RowOrigin, crashRow } from './row-content.ts';
import { anyShape, crashTables } from './tables.ts';

/** Refusals that pass by themselves. Any other means that this program makes rows that do not fit. */
const passing = ['FULL', 'NOT_READY', 'TABLE_FAILED', 'CLOSED', 'JOURNAL_FAILED'];

const args = new Map<string, string>();
for (let at = 2; at + 1 < process.argv.length; at += 2) args.set(process.argv[at] ?? '', process.argv[at + 1] ?? '');

/** What was accepted, in a file: a write that has returned is the kernel's, whatever becomes of this process. */
const ledger = openSync(textOf('ledger'), 'w', 0o600);
ftruncateSync(ledger, ledgerBytes);
const pair = Buffer.alloc(16);
let stopping = false;

const opened = openWriter({
  addonPath: textOf('addon'),
  port: numberOf('port'),
  user: textOf('user'),
  password: process.env['HIVEBAR_PASSWORD'] ?? '',
  journalDir: textOf('journal'),
});
if (!opened.ok) throw new Error(describeWriterError(opened.error));
const writer = opened.value;
answer('open');
const pushing = Array.from({ length: numberOf('threads') }, (_, thread) => pushUntilStopped(writer, thread));
await obeyCommands();

async function pushUntilStopped(into: Writer, thread: number): Promise<void> {
  const random = createRandom(`${textOf('seed')} ${thread}`);
  const origin: RowOrigin = {
    label: textOf('label'),
    prefix: `${textOf('run')}.${textOf('process')}.${thread}.`,
    baseMs: numberOf('base-ms'),
    days: numberOf('days'),
  };
  const tables = await openTables(into);
  const accepted = crashTables.map(() => 0);
  for (let pushed = 0; pushed < numberOf('rows') && !stopping;) {
    for (let left = random.whole(1, numberOf('burst')); left > 0 && !isStopping(); left--) {
      const table = random.whole(0, crashTables.length - 1);
      const count = table === anyShape ? random.whole(1, 12) : 1;
      const target = tables[table];
      const first = accepted[table] ?? 0;
      if (target === undefined) continue;
      const rows = Array.from({ length: count }, (_, index) => crashRow(table, origin, first + index));
      const taken = pushRows(target, rows, streamOffset(thread, table), first);
      accepted[table] = first + taken;
      pushed += taken > 0 ? 1 : 0;
      if (taken === 0) await pause(1);
    }
    await pause(random.whole(0, numberOf('pause-us')) / 1_000);
  }
}

/** Pushes rows and writes down what becomes of them; returns how many were accepted. */
function pushRows(target: TableWriter<AnyRow>, rows: readonly AnyRow[], at: number, first: number): number {
  writeDown(at, first + rows.length, first);
  const { accepted, refused } = target.push(rows);
  writeDown(at, first + accepted, first + accepted);
  const [bad] = refused;
  if (bad !== undefined && !(bad.error.kind === 'writer' && passing.includes(bad.error.error.name))) {
    throw new Error(`A push was refused: ${describeRowError(bad.error)}`);
  }
  return accepted;
}

function writeDown(at: number, attempted: number, accepted: number): void {
  pair.writeBigUInt64LE(BigInt(attempted), 0);
  pair.writeBigUInt64LE(BigInt(accepted), 8);
  writeSync(ledger, pair, 0, pair.length, at);
}

async function openTables(into: Writer): Promise<TableWriter<AnyRow>[]> {
  const tables: TableWriter<AnyRow>[] = [];
  for (const { name } of crashTables) {
    let table = await into.table(name, { timeoutMs: 60_000 });
    // The server may be killed at any moment, so any answer but "closed" may be another one soon.
    while (!table.ok && !isStopping()) {
      await pause(20);
      table = await into.table(name, { timeoutMs: 60_000 });
    }
    if (table.ok) tables.push(table.value);
  }
  return tables;
}

async function obeyCommands(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const [command = '', value = '0'] = line.split(' ');
    if (command === 'server') writer.setServer('127.0.0.1', Number(value));
    else if (command === 'flush') await flush(Number(value));
    else return close(command, Number(value));
  }
  return close('close', 0);
}

async function flush(timeoutMs: number): Promise<void> {
  const flushed = await writer.flush(timeoutMs);
  answer(flushed.ok ? 'flushed OK' : `flushed ${flushed.error.name} ${flushed.error.message}`);
}

async function close(command: string, timeoutMs: number): Promise<void> {
  answer('closing');
  if (command === 'stop') stopping = true;
  const { unacknowledgedRows } = await writer.close(timeoutMs);
  stopping = true;
  await Promise.all(pushing);
  closeSync(ledger);
  // An open pipe would keep this process alive.
  process.stdin.destroy();
  answer(`evidence blocksRetried=${writer.stats().total.blocksRetried}`);
  answer(`closed ${unacknowledgedRows === 0 ? 'OK' : 'UNACKNOWLEDGED'} ${unacknowledgedRows}`);
}

/** At once: whoever reads it may kill this process the moment it is out. */
function answer(line: string): void {
  writeSync(1, `${line}\n`);
}

function pause(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}

/** A function, because the flag changes while its reader waits. */
function isStopping(): boolean {
  return stopping;
}

function textOf(name: string): string {
  const value = args.get(`--${name}`);
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
}

function numberOf(name: string): number {
  return Number(textOf(name));
}
