import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { NativeTable, NativeWriter, SeqchAddon } from '../addon/seqch.d.ts';

const path = resolve('native/build/seqch.node');

function load(): SeqchAddon {
  const holder = { exports: {} };
  process.dlopen(holder, path);
  return holder.exports as SeqchAddon;
}

const addon = load();

function open(): NativeWriter {
  const writer = addon.open({ port: 1 });
  if ('code' in writer) throw new Error(writer.message);
  return writer;
}

function openTable(writer: NativeWriter): NativeTable {
  const table = addon.tableOpen(writer, 'db.t', []);
  if ('code' in table) throw new Error(table.message);
  return table;
}

describe('the addon', () => {
  it('exports exactly what seqch.d.ts declares', async () => {
    const declarations = await readFile(resolve('native/addon/seqch.d.ts'), 'utf8');
    const body = declarations.slice(declarations.indexOf('export interface SeqchAddon {'));
    const declared = [...body.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name);
    expect(Object.keys(addon)).toEqual(declared);
  });

  it('throws on misuse, names the function, and never mistakes one handle for another', () => {
    const writer = open();
    const table = openTable(writer);
    const bytes = new Uint8Array(4);
    const misuses: readonly (() => unknown)[] = [
      () => addon.open({ port: 'x' as never }),
      () => addon.flush(table as never, 0),
      () => addon.flush({} as never, 0),
      () => addon.stats(undefined as never),
      () => addon.push(writer as never, bytes, 0, 4, 1),
      () => addon.push(table, [1] as never, 0, 1, 1),
      () => addon.push(table, new Uint16Array(2) as never, 0, 2, 1),
      () => addon.push(table, bytes, 5, 0, 1),
      () => addon.push(table, bytes, 2, 3, 1),
      () => addon.push(table, bytes, 4_294_967_295, 4_294_967_295, 1),
      () => addon.tableOpen(writer, 'db.t', [5] as never),
      () => addon.tableWait(table, -1),
      () => addon.setServer(writer, 'h', 70_000),
    ];
    for (const misuse of misuses) expect(misuse).toThrow(TypeError);
  });

  it('gives expected failures as values', async () => {
    expect(addon.open({ port: 0 })).toMatchObject({ code: 1, name: 'INVALID_ARGUMENT' });
    const writer = open();
    expect(addon.tableOpen(writer, 'no-dot', [])).toMatchObject({ name: 'INVALID_ARGUMENT' });
    const table = openTable(writer);
    expect(addon.push(table, new Uint8Array(1), 0, 1, 1)).toMatchObject({ code: 4, name: 'NOT_READY' });
    expect(addon.tableTypes(table)).toMatchObject({ name: 'NOT_READY' });
    expect(await addon.tableWait(table, 50)).toMatchObject({ name: 'UNREACHABLE' });
    expect(await addon.flush(writer, 0)).toBeUndefined();
    expect(await addon.close(writer, 0)).toBe(0);
    expect(await addon.close(writer, 0)).toBe(0);
    expect(await addon.flush(writer, 0)).toMatchObject({ name: 'CLOSED' });
    expect(addon.setServer(writer, '', 1)).toMatchObject({ name: 'CLOSED' });
    expect(addon.stats(writer)).toMatchObject({ closed: true, connected: false, total: { acceptedRows: 0 } });
  });

  it('is loaded by workers that end with writers open and calls under way', async () => {
    const program = `
      const holder = { exports: {} };
      process.dlopen(holder, ${JSON.stringify(path)});
      const writer = holder.exports.open({ port: 1 });
      const table = holder.exports.tableOpen(writer, 'db.t', []);
      void holder.exports.tableWait(table, 100);
      void holder.exports.flush(writer, 100);
      require('node:worker_threads').parentPort.postMessage(holder.exports.abiVersion());
    `;
    const versions = await Promise.all(
      [1, 2, 3].map(
        (_, i) =>
          new Promise((settle, reject) => {
            const worker = new Worker(program, { eval: true });
            let version: unknown;
            worker.on('message', (message: unknown) => {
              version = message;
              if (i === 0) void worker.terminate();
            });
            worker.on('error', reject);
            worker.on('exit', () => settle(version));
          }),
      ),
    );
    expect(versions).toEqual([1, 1, 1]);
  });
});
