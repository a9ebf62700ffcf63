import { loadAddon, isSeqchError } from '../writer/addon.ts';
import { makeColumnEncoder } from '../writer/column-encoder.ts';
import { parseColumnType } from '../writer/column-type.ts';
import { RowBuffer } from '../writer/row-buffer.ts';
import type { ValueEncoder } from '../writer/value-encoder.ts';
import type { AnyRow } from '../writer/writer.ts';
import type { Figure } from './bench-report.ts';
import { modelInvocation } from './bench-rows.ts';
import type { BenchServer } from './bench-server.ts';
import { flushed, openTables, pushAll } from './bench-writer.ts';
import { MeasurementFailed } from './measurement-failed.ts';
import { median, percentile } from './percentile.ts';

const table = 'hive.model_invocations';
const distinctRows = 1_000;
/** Calls between two flushes: the writer must never be full, or its answer would be timed. */
const callsBetweenFlushes = 20_000;

export interface PushInJavaScriptEffort {
  /** Calls of one round of one way. */
  readonly jsCalls: number;
  readonly rounds: number;
}

/**
 * How long one push of one row keeps a program that speaks JavaScript, each call timed on its own, in three ways: an
 * object, as every program pushes today; an array of values in the order of the columns; and bytes that the caller has
 * packed before. The last is the floor: what the call into C costs.
 */
export async function pushInJavaScript(
  server: BenchServer,
  { jsCalls, rounds }: PushInJavaScriptEffort,
  onProgress: (share: number) => void,
): Promise<Figure[]> {
  const { writer } = server;
  const { clock } = server.host;
  const target = (await openTables(writer, [table])).get(table);
  const rows = Array.from(
    { length: distinctRows },
    (_, index) => modelInvocation(index, clock.now()) as unknown as AnyRow,
  );
  const objects = rows.map((row) => [row]);
  const packed = await openPacked(server, Object.keys(rows[0] ?? {}));
  const arrays = rows.map((row) => packed.names.map((name) => row[name]));
  const bytes = arrays.map((values) => packed.pack(values));
  const ways: readonly Way[] = [
    { name: 'an object', push: (at) => pushAll(target, objects[at] ?? []), flush: () => flushed(writer) },
    { name: 'an array of values', push: (at) => packed.pushValues(arrays[at] ?? []), flush: packed.flush },
    { name: 'packed bytes', push: (at) => packed.pushBytes(bytes[at] ?? emptyBytes), flush: packed.flush },
  ];
  const runs = ways.map((): number[][] => []);
  try {
    for (const way of ways) await timeCalls(way, jsCalls, () => clock.monotonic());
    for (let round = 0; round < rounds; round++) {
      for (const [at, way] of ways.entries()) {
        runs[at]?.push(await timeCalls(way, jsCalls, () => clock.monotonic()));
        onProgress((round + (at + 1) / ways.length) / rounds);
      }
    }
  } finally {
    await packed.close();
  }
  return [
    ...ways.flatMap(({ name }, at) => figuresOf(name, runs[at] ?? [], jsCalls)),
    {
      name: 'two readings of the clock in JavaScript, p50',
      value: median(clockCost(() => clock.monotonic())) * 1_000,
      unit: 'µs',
      note: 'part of each push from JavaScript above',
    },
  ];
}

interface Way {
  readonly name: string;
  push(index: number): void;
  flush(): Promise<void>;
}

const emptyBytes = new Uint8Array();

/** Milliseconds of each call. */
async function timeCalls(way: Way, calls: number, now: () => number): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < calls; call++) {
    const startedAt = now();
    way.push(call % distinctRows);
    times.push(now() - startedAt);
    if ((call + 1) % callsBetweenFlushes === 0) await way.flush();
  }
  await way.flush();
  return times;
}

function clockCost(now: () => number): number[] {
  return Array.from({ length: 10_000 }, () => {
    const startedAt = now();
    return now() - startedAt;
  });
}

function figuresOf(name: string, rounds: readonly (readonly number[])[], calls: number): Figure[] {
  const micros = (share: number): number[] => rounds.map((times) => percentile(times, share) * 1_000);
  const figure = (spoken: string, values: number[]): Figure => ({
    name: `push from JavaScript, ${name}, ${spoken}`,
    value: spoken === 'worst' ? Math.max(...values) : median(values),
    unit: 'µs',
    rounds: values,
  });
  const p50 = {
    ...figure('p50', micros(0.5)),
    note: `one row of 20 columns, ${calls.toLocaleString('en-US')} calls a round`,
  };
  const promised: Figure = name === 'an object' ? { ...p50, bound: { limit: 2, kind: 'below' } } : p50;
  return [promised, figure('p99', micros(0.99)), figure('p99.9', micros(0.999)), figure('worst', micros(1))];
}

interface PackedTable {
  /** The columns of the shape, in its order. */
  readonly names: readonly string[];
  pack(values: readonly unknown[]): Uint8Array;
  pushValues(values: readonly unknown[]): void;
  pushBytes(row: Uint8Array): void;
  readonly flush: () => Promise<void>;
  close(): Promise<void>;
}

/** A writer of its own underneath the TypeScript face, for the ways of pushing that the face does not have. */
async function openPacked({ writerOptions }: BenchServer, columns: readonly string[]): Promise<PackedTable> {
  const loaded = loadAddon(writerOptions.addonPath);
  if (!loaded.ok) throw new MeasurementFailed('The addon could not be loaded');
  const addon = loaded.value;
  const writer = addon.open(writerOptions);
  if (isSeqchError(writer)) throw new MeasurementFailed(writer.message);
  const shape = addon.tableOpen(writer, table, columns);
  if (isSeqchError(shape)) throw new MeasurementFailed(shape.message);
  const failed = await addon.tableWait(shape, 10_000);
  if (failed !== undefined) throw new MeasurementFailed(failed.message);
  const types = addon.tableTypes(shape);
  if (isSeqchError(types)) throw new MeasurementFailed(types.message);
  const encoders = types.map(({ type }): ValueEncoder => {
    const parsed = parseColumnType(type);
    if (!parsed.ok) throw new MeasurementFailed(`${type} cannot be encoded`);
    return makeColumnEncoder(parsed.value);
  });
  const buffer = new RowBuffer();
  const encode = (values: readonly unknown[]): void => {
    buffer.clear();
    for (let at = 0; at < encoders.length; at++) {
      if (encoders[at]?.encode(values[at], buffer) !== undefined) throw new MeasurementFailed('A value did not fit');
    }
  };
  const push = (bytes: Uint8Array, length: number): void => {
    const error = addon.push(shape, bytes, 0, length, 1);
    if (error !== undefined) throw new MeasurementFailed(`A row was refused: ${error.message}`);
  };
  return {
    names: types.map(({ name }) => name),
    pack: (values) => {
      encode(values);
      return Uint8Array.from(buffer.bytes.subarray(0, buffer.at));
    },
    pushValues: (values) => {
      encode(values);
      push(buffer.bytes, buffer.at);
    },
    pushBytes: (row) => push(row, row.length),
    flush: async () => {
      const error = await addon.flush(writer, 60_000);
      if (error !== undefined) throw new MeasurementFailed(error.message);
    },
    close: async () => {
      await addon.close(writer, 10_000);
    },
  };
}
